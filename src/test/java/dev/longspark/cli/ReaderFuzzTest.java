package dev.longspark.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longspark.config.ConfigException;
import dev.longspark.config.StudyFile;
import dev.longspark.data.ForeignFormat;
import dev.longspark.data.MalformedLines;
import dev.longspark.data.PredictionFile;
import dev.longspark.data.SampleSource;
import dev.longspark.engine.checkpoint.Checkpoint;
import dev.longspark.engine.checkpoint.SafetensorsFile;
import dev.longspark.prompt.TokenizerFiles;
import dev.longspark.tables.CatalogSettings;
import dev.longspark.tables.Warehouse;
import dev.longspark.testing.GoldenModel;
import dev.longspark.testing.Mutations;
import dev.longspark.testing.SharedSpark;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Damaged files end in a result or one clear line, within time, and nothing is written where they
 * do not lie. Chat templates have {@code TemplateFuzzTest}.
 */
class ReaderFuzzTest {
  private static final int MAX_SECONDS = 20;
  private static final int MOST_CHARACTERS = 2_010;
  private static final Path MODEL = new GoldenModel("llama31-tiny").folder();
  private static final String SAMPLE =
      "{\"input\": \"q?\", \"context\": \"some\", \"answers\": [\"a\"], \"length\": 3, \"dataset\":"
          + " \"hotpotqa\", \"language\": \"en\", \"all_classes\": null, \"_id\": \"7f\"}\n";

  @TempDir private Path folder;

  /** What is read, from a file of some name. */
  private enum Reader {
    SAFETENSORS("model.safetensors"),
    CONFIG("config.json"),
    TOKENIZER("tokenizer.json"),
    STUDY("study.yaml"),
    SAMPLES("hotpotqa.jsonl"),
    ZIP("data.zip"),
    PREDICTIONS("qasper.jsonl"),
    LM_EVAL("samples_longbench_qasper.jsonl"),
    BATCH("out.jsonl"),
    CATALOG("catalog.db");

    private final String file;

    Reader(String file) {
      this.file = file;
    }

    private byte[] sound() throws IOException {
      return switch (this) {
        case SAFETENSORS -> tensors();
        case CONFIG, TOKENIZER -> Files.readAllBytes(MODEL.resolve(file));
        case STUDY -> Files.readAllBytes(Path.of("conf/sample.yaml"));
        case SAMPLES -> (SAMPLE + SAMPLE.replace("7f", "8f")).getBytes(StandardCharsets.UTF_8);
        case ZIP -> zip();
        case PREDICTIONS ->
            "{\"pred\": \"a\", \"answers\": [\"a\"], \"all_classes\": null, \"length\": 7}\n"
                .repeat(3)
                .getBytes(StandardCharsets.UTF_8);
        case LM_EVAL ->
            ("{\"doc_id\": 0, \"doc\": " + SAMPLE.strip() + ", \"resps\": [[\"a\"]]}\n")
                .repeat(3)
                .getBytes(StandardCharsets.UTF_8);
        case BATCH ->
            "{\"custom_id\": \"qasper/7f\", \"response\": {\"body\": {\"choices\": [{\"message\": {\"content\": \"a\"}}]}}}\n"
                .repeat(3)
                .getBytes(StandardCharsets.UTF_8);
        case CATALOG -> throw new IllegalStateException("The catalog comes with its tables");
      };
    }

    private void read(Path path) {
      switch (this) {
        case SAFETENSORS -> SafetensorsFile.open(path);
        case CONFIG -> Checkpoint.modelOf(path.getParent());
        case TOKENIZER -> TokenizerFiles.read(path.getParent()).disagreements();
        case STUDY -> StudyFile.read(path, List.of());
        case SAMPLES -> samples(path.getParent());
        case ZIP -> samples(path);
        case PREDICTIONS -> PredictionFile.of(path).read(each -> {});
        case LM_EVAL -> ForeignFormat.LM_EVAL.samples(path, (place, sample) -> {});
        case BATCH -> ForeignFormat.BATCH.read(path, each -> {});
        case CATALOG ->
            Warehouse.existing(CatalogSettings.of(path.getParent().toString(), new Properties()))
                .close();
      }
    }

    private static void samples(Path place) {
      new SampleSource(place.toString(), 0, MalformedLines.FAIL)
          .read(List.of("hotpotqa"), new Configuration(), sample -> {});
    }

    private static byte[] tensors() {
      String header =
          "{\"a\":{\"dtype\":\"F32\",\"shape\":[2,3],\"data_offsets\":[0,24]},\"b\":{\"dtype\":\"BF16\",\"shape\":[4],\"data_offsets\":[24,32]}}";
      byte[] bytes = new byte[8 + header.length() + 32];
      bytes[0] = (byte) header.length();
      System.arraycopy(header.getBytes(StandardCharsets.US_ASCII), 0, bytes, 8, header.length());
      return bytes;
    }

    private static byte[] zip() throws IOException {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (ZipOutputStream out = new ZipOutputStream(bytes)) {
        out.putNextEntry(new ZipEntry("data/hotpotqa.jsonl"));
        out.write(SAMPLE.getBytes(StandardCharsets.UTF_8));
        out.closeEntry();
        out.putNextEntry(new ZipEntry("../../qasper.jsonl"));
        out.write(SAMPLE.getBytes(StandardCharsets.UTF_8));
      }
      return bytes.toByteArray();
    }
  }

  @ParameterizedTest
  @EnumSource
  void endsWell(Reader reader) throws IOException {
    endWell(reader, 0, 200);
  }

  @ParameterizedTest
  @EnumSource
  @Tag("scale")
  void endsWellTenThousandTimes(Reader reader) throws IOException {
    endWell(reader, 1_000, 10_000);
  }

  private void endWell(Reader reader, long firstSeed, int count) throws IOException {
    Path inner = Files.createDirectories(folder.resolve("a/b"));
    Path file = inner.resolve(reader.file);
    byte[] sound;
    if (reader == Reader.CATALOG) {
      SharedSpark.warehouse(inner).close();
      sound = Files.readAllBytes(file);
    } else {
      sound = reader.sound();
    }
    Files.write(file, sound);
    reader.read(file);
    List<Path> before = outside(inner);
    for (long seed = firstSeed; seed < firstSeed + count; seed++) {
      Files.write(file, new Mutations(seed).of(sound));
      long start = System.nanoTime();
      read(reader, file, seed);
      double seconds = (System.nanoTime() - start) / 1e9;
      assertTrue(seconds < MAX_SECONDS, "seed " + seed + " took " + seconds + " s");
    }
    assertEquals(before, outside(inner));
  }

  private static void read(Reader reader, Path file, long seed) {
    try {
      reader.read(file);
    } catch (ConfigException | IllegalArgumentException | UncheckedIOException e) {
      String message = FaultMessage.of(e);
      assertTrue(message.length() <= MOST_CHARACTERS, () -> "seed " + seed + ": " + message);
      assertTrue(
          message.chars().noneMatch(Character::isISOControl),
          () -> "seed " + seed + ": " + message);
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      throw new AssertionError("seed " + seed, e);
    }
  }

  /** All files that do not lie in a folder, of those that lie around it. */
  private List<Path> outside(Path inner) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return List.copyOf(new TreeSet<>(files.filter(path -> !path.startsWith(inner)).toList()));
    }
  }
}
