package dev.longspark.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SampleSourceTest {
  private static final String LINE =
      "{\"input\": \"q?\", \"context\": \"Passage 1:\\nsome\", \"answers\": [\"a\", \"b\"], \"length\":"
          + " 3, \"dataset\": \"hotpotqa\", \"language\": \"en\", \"all_classes\": null, \"_id\": \"7f\"}";

  @TempDir private Path directory;

  private final List<Sample> samples = new ArrayList<>();

  @Test
  void readsTheEightFields() throws IOException {
    write("hotpotqa.jsonl", LINE);

    List<SampleCount> counts = read(0, MalformedLines.FAIL, "hotpotqa");

    assertEquals(List.of(new SampleCount("hotpotqa", 1, 0)), counts);
    assertEquals(
        List.of(
            Sample.of(
                "hotpotqa", "7f", "Passage 1:\nsome", "q?", List.of("a", "b"), List.of(), "en", 3)),
        samples);
  }

  @Test
  void readsClasses() throws IOException {
    write("hotpotqa.jsonl", LINE.replace("null", "[\"Date\", \"Food\"]"));

    read(0, MalformedLines.FAIL, "hotpotqa");

    assertEquals(List.of("Date", "Food"), samples.get(0).classes());
  }

  @Test
  void keepsOddCharacters() throws IOException {
    String odd = "a\u2028b\u0085cd\ud834\udd1e\u00a0";
    write(
        "hotpotqa.jsonl",
        LINE.replace("q?", odd),
        line("8").replace("q?", "\\ud834.\\udd1e\\ud834\\udd1e"));

    read(0, MalformedLines.FAIL, "hotpotqa");

    assertEquals(odd, samples.get(0).question());
    assertEquals("\ud834.\udd1e\ud834\udd1e", samples.get(1).question());
  }

  @Test
  void readsLinesLongerThanAnyBuffer() throws IOException {
    String context = "0123456789".repeat(30_000);
    write("hotpotqa.jsonl", LINE.replace("some", context), line("8"));

    read(0, MalformedLines.FAIL, "hotpotqa");

    assertEquals("Passage 1:\n" + context, samples.get(0).context());
    assertEquals("8", samples.get(1).id());
  }

  @Test
  void readsWindowsLineEndsBlankLinesAndAMissingLastLineEnd() throws IOException {
    Files.writeString(directory.resolve("hotpotqa.jsonl"), LINE + "\r\n \n\n" + line("8"));

    assertEquals(2, read(0, MalformedLines.FAIL, "hotpotqa").get(0).samples());
  }

  @Test
  void stopsAtTheLimitOfEachTask() throws IOException {
    write("hotpotqa.jsonl", line("1"), line("2"), line("3"));
    write("qasper.jsonl", line("1").replace("hotpotqa", "qasper"));

    List<SampleCount> counts = read(2, MalformedLines.FAIL, "qasper", "hotpotqa");

    assertEquals(
        List.of(new SampleCount("qasper", 1, 0), new SampleCount("hotpotqa", 2, 0)), counts);
    assertEquals(List.of("1", "1", "2"), samples.stream().map(Sample::id).toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"data/", ""})
  void readsAZipFile(String folder) throws IOException {
    Path zip = directory.resolve("data.zip");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
      entry(out, "__MACOSX/data/._qasper.jsonl", "no sample");
      entry(out, folder + "hotpotqa.jsonl", line("1") + "\n" + line("2") + "\n");
      entry(out, folder + "narrativeqa.jsonl", "not asked for");
      entry(out, folder + "qasper.jsonl", line("1").replace("hotpotqa", "qasper"));
    }

    List<SampleCount> counts =
        new SampleSource(zip.toString(), 0, MalformedLines.FAIL)
            .read(List.of("qasper", "hotpotqa"), new Configuration(), samples::add);

    assertEquals(
        List.of(new SampleCount("qasper", 1, 0), new SampleCount("hotpotqa", 2, 0)), counts);
    assertEquals(
        List.of("hotpotqa", "hotpotqa", "qasper"), samples.stream().map(Sample::task).toList());
  }

  @Test
  void readsAUri() throws IOException {
    write("hotpotqa.jsonl", LINE);

    new SampleSource(directory.toUri().toString(), 0, MalformedLines.FAIL)
        .read(List.of("hotpotqa"), new Configuration(), samples::add);

    assertEquals(1, samples.size());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"_id\"|\"id\"|Missing field '_id'",
        "\"length\": 3,||Missing field 'length'",
        "\"length\": 3|\"length\": 3.5|Expected an integer >= 0 in 'length', not 3.5",
        "\"length\": 3|\"length\": -1|Expected an integer >= 0 in 'length', not -1",
        "\"q?\"|17|Expected a string in 'input', not 17",
        "\"q?\"|null|Expected a string in 'input', not null",
        "[\"a\", \"b\"]|\"a\"|Expected an array of strings in 'answers', not \"a\"",
        "[\"a\", \"b\"]|[1]|Expected only strings in 'answers', not 1",
        "\"hotpotqa\"|\"qasper\"|Expected dataset 'hotpotqa', not 'qasper'",
        "\"length\": 3,|\"length\": 3, \"length\": 4,|Invalid JSON at column 92: Duplicate field 'length'",
      })
  void rejectsALineThatIsNoSample(String correct, String wrong, String reason) throws IOException {
    write("hotpotqa.jsonl", line("1"), LINE.replace(correct, wrong == null ? "" : wrong));

    Exception e = assertThrows(UncheckedIOException.class, this::readAll);

    assertEquals(
        "Invalid sample at " + directory.resolve("hotpotqa.jsonl") + ":2: " + reason,
        e.getMessage());
  }

  @Test
  void rejectsCutJson() throws IOException {
    write("hotpotqa.jsonl", LINE.substring(0, 50));

    Exception e = assertThrows(UncheckedIOException.class, this::readAll);

    assertTrue(e.getMessage().contains("hotpotqa.jsonl:1: Invalid JSON at column"), e.getMessage());
  }

  @Test
  void rejectsBytesThatAreNotUtf8() throws IOException {
    Files.write(
        directory.resolve("hotpotqa.jsonl"),
        LINE.replace('?', 'é').getBytes(StandardCharsets.ISO_8859_1));

    Exception e = assertThrows(UncheckedIOException.class, this::readAll);

    assertTrue(e.getMessage().endsWith("hotpotqa.jsonl:1: Invalid UTF-8"), e.getMessage());
  }

  @Test
  void rejectsAnIdSeenBefore() throws IOException {
    write("hotpotqa.jsonl", LINE, LINE);

    Exception e = assertThrows(UncheckedIOException.class, this::readAll);

    assertTrue(
        e.getMessage().endsWith("hotpotqa.jsonl:2: Invalid _id '7f': an earlier line has it too"),
        e.getMessage());
  }

  @Test
  void skipsAndCountsMalformedLinesWhenAsked() throws IOException {
    write("hotpotqa.jsonl", "{", line("1"), "[]", line("1"), line("2"), line("3"), "{");

    assertEquals(
        List.of(new SampleCount("hotpotqa", 2, 3)), read(2, MalformedLines.SKIP, "hotpotqa"));
  }

  @Test
  void namesMissingFiles() throws IOException {
    write("hotpotqa.jsonl", LINE);

    Exception e =
        assertThrows(
            UncheckedIOException.class,
            () -> read(0, MalformedLines.FAIL, "hotpotqa", "qasper", "qmsum"));

    assertEquals(
        "Missing LongBench data: " + directory + " has no qasper.jsonl, qmsum.jsonl",
        e.getMessage());
    assertTrue(samples.isEmpty());
  }

  @Test
  void namesMissingZipEntries() throws IOException {
    Path zip = directory.resolve("data.zip");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
      entry(out, "data/hotpotqa.jsonl", LINE);
    }
    SampleSource source = new SampleSource(zip.toString(), 0, MalformedLines.FAIL);

    Exception e =
        assertThrows(
            UncheckedIOException.class,
            () -> source.read(List.of("qasper"), new Configuration(), samples::add));

    assertEquals(
        "Missing LongBench data: "
            + zip
            + " has no samples of qasper (looked for data/TASK.jsonl and TASK.jsonl)",
        e.getMessage());
  }

  @Test
  void namesAMissingLocation() {
    SampleSource source = new SampleSource("/nowhere/data.zip", 0, MalformedLines.FAIL);

    Exception e =
        assertThrows(
            UncheckedIOException.class,
            () -> source.read(List.of("qasper"), new Configuration(), samples::add));

    assertEquals(
        "Missing LongBench data: /nowhere/data.zip (looked for a directory with TASK.jsonl files,"
            + " or a data.zip)",
        e.getMessage());
  }

  private void readAll() {
    read(0, MalformedLines.FAIL, "hotpotqa");
  }

  private List<SampleCount> read(int limit, MalformedLines malformedLines, String... tasks) {
    return new SampleSource(directory.toString(), limit, malformedLines)
        .read(List.of(tasks), new Configuration(), samples::add);
  }

  private void write(String name, String... lines) throws IOException {
    Files.writeString(directory.resolve(name), String.join("\n", lines) + "\n");
  }

  private static String line(String id) {
    return LINE.replace("\"7f\"", "\"" + id + "\"");
  }

  private static void entry(ZipOutputStream out, String name, String content) throws IOException {
    out.putNextEntry(new ZipEntry(name));
    out.write(content.getBytes(StandardCharsets.UTF_8));
  }
}
