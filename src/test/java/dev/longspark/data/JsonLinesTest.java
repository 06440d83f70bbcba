package dev.longspark.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines that are too long or too deep, and files that are none. */
class JsonLinesTest {
  private static final String SOUND =
      "{\"input\": \"q?\", \"context\": \"some\", \"answers\": [\"a\"], \"length\": 3, \"dataset\":"
          + " \"hotpotqa\", \"language\": \"en\", \"all_classes\": null, \"_id\": \"7f\"}";
  private static final String LIMIT = "spark.longspark.line-limit-mib";

  @TempDir private Path directory;
  private final List<Sample> samples = new ArrayList<>();

  @Test
  void aLineThatIsTooLongIsPassedOver() throws IOException {
    JsonLines lines = new JsonLines(stream("abc\n" + "x".repeat(200_000) + "\nab\n"), 100_000);

    assertEquals("abc", text(lines.next()));
    JsonLines.TooLongException e = assertThrows(JsonLines.TooLongException.class, lines::next);
    assertEquals(2, e.number());
    assertEquals("ab", text(lines.next()));
    assertEquals(3, lines.number());
    assertEquals(Optional.empty(), lines.next());
  }

  @Test
  void aLineMayHaveAllBytesThatAreAllowed() throws IOException {
    assertEquals("abc", text(new JsonLines(stream("abc\n"), 3).next()));
    assertThrows(JsonLines.TooLongException.class, new JsonLines(stream("abcd"), 3)::next);
  }

  @Test
  void contextsMayHaveMillionsOfCharacters() throws IOException {
    String context = "ä".repeat(21_000_000);
    write(SOUND.replace("some", context));

    read(MalformedLines.FAIL);

    assertEquals(context.length(), samples.get(0).context().length());
  }

  @Test
  void bytesThatAreNoTextAreFoundInLongLinesToo() throws IOException {
    byte[] line = SOUND.replace("some", "x".repeat(2_000_000)).getBytes(StandardCharsets.UTF_8);
    line[1_000_000] = (byte) 0xff;
    Files.write(directory.resolve("hotpotqa.jsonl"), line);

    assertTrue(fault().endsWith("hotpotqa.jsonl:1: Invalid UTF-8"), fault());
  }

  @ParameterizedTest
  @ValueSource(ints = {1_001, 200_000})
  void deepLinesAreNamedOrSkipped(int depth) throws IOException {
    write("[".repeat(depth) + "]".repeat(depth), SOUND);

    assertTrue(fault().contains("hotpotqa.jsonl:1: Invalid JSON"), fault());
    assertEquals(List.of(new SampleCount("hotpotqa", 1, 1)), read(MalformedLines.SKIP));
  }

  @Test
  void aZipThatUnpacksToOneEndlessLineDoesNotFillTheMemory() throws IOException {
    Path zip = directory.resolve("data.zip");
    byte[] part = new byte[1 << 20];
    Arrays.fill(part, (byte) ' ');
    try (OutputStream file = Files.newOutputStream(zip);
        ZipOutputStream out = new ZipOutputStream(file)) {
      out.putNextEntry(new ZipEntry("data/hotpotqa.jsonl"));
      for (int i = 0; i < 64; i++) {
        out.write(part);
      }
      out.write(("\n" + SOUND + "\n").getBytes(StandardCharsets.UTF_8));
    }
    System.setProperty(LIMIT, "8");
    try {
      String fault =
          assertThrows(UncheckedIOException.class, () -> read(zip, MalformedLines.FAIL))
              .getMessage();
      assertTrue(
          fault.contains(
              "data/hotpotqa.jsonl:1: The line is longer than 8388608 bytes (-D" + LIMIT),
          fault);
      assertEquals(List.of(new SampleCount("hotpotqa", 1, 1)), read(zip, MalformedLines.SKIP));
    } finally {
      System.clearProperty(LIMIT);
    }
  }

  @Test
  void aLimitThatIsNoneIsRefused() throws IOException {
    write(SOUND);
    System.setProperty(LIMIT, "many");
    try {
      IllegalArgumentException e =
          assertThrows(IllegalArgumentException.class, () -> read(MalformedLines.FAIL));
      assertEquals("Invalid " + LIMIT + ": 'many' (must be from 1 to 1024)", e.getMessage());
    } finally {
      System.clearProperty(LIMIT);
    }
  }

  @Test
  void pipesAndFoldersAreNotOpened() throws Exception {
    Path pipe = directory.resolve("hotpotqa.jsonl");
    assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());

    assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> {
          String expected =
              "Cannot read %s: it is a pipe or device (must be a file)".formatted(pipe);
          assertEquals(expected, refusal(() -> read(MalformedLines.FAIL)));
          assertEquals(expected, refusal(() -> PredictionFile.of(pipe).read(each -> {})));
          assertEquals(expected, refusal(() -> ForeignFormat.BATCH.read(pipe, each -> {})));
        });
    Files.delete(pipe);
    Files.createDirectory(pipe);
    assertEquals(
        "Cannot read %s: it is a directory (must be a file)".formatted(pipe),
        refusal(() -> PredictionFile.of(pipe).read(each -> {})));
  }

  private static String refusal(org.junit.jupiter.api.function.Executable reading) {
    return assertThrows(IllegalArgumentException.class, reading).getMessage();
  }

  private String fault() {
    return assertThrows(UncheckedIOException.class, () -> read(MalformedLines.FAIL)).getMessage();
  }

  private List<SampleCount> read(MalformedLines malformed) {
    return read(directory, malformed);
  }

  private List<SampleCount> read(Path place, MalformedLines malformed) {
    return new SampleSource(place.toString(), 0, malformed)
        .read(List.of("hotpotqa"), new Configuration(), samples::add);
  }

  private void write(String... lines) throws IOException {
    Files.writeString(directory.resolve("hotpotqa.jsonl"), String.join("\n", lines));
  }

  private static InputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String text(Optional<byte[]> line) {
    return new String(line.orElseThrow(), StandardCharsets.UTF_8);
  }
}
