package dev.longspark.pruning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.longspark.engine.Device;
import dev.longspark.engine.ModelShape;
import dev.longspark.engine.checkpoint.Checkpoint;
import dev.longspark.engine.checkpoint.CheckpointFiles;
import dev.longspark.engine.checkpoint.SafetensorsWriter;
import dev.longspark.engine.checkpoint.StoredTensor;
import dev.longspark.engine.checkpoint.StoredType;
import dev.longspark.prompt.Calibration;
import dev.longspark.prompt.CalibrationFiles;
import dev.longspark.prompt.Tokenizer;
import dev.longspark.testing.GoldenModel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PruningTest {
  private static final GoldenModel NEMO = new GoldenModel("nemo-tiny");
  private static final Path BASE = Path.of("src/main/resources/sample/base");
  private static final Path LINES = Path.of("src/main/resources/sample/data/qasper.jsonl");
  private static final Device CPU = Device.parse("cpu");
  private static final double SAME_LOGITS = 1e-6; // nats; two float32 passes of other widths

  @TempDir private Path dir;
  @TempDir private Path calibration;

  /** Half of the neurons and the second of two kv heads' values are zero: nobody misses them. */
  @Test
  void findsAndCutsWhatDoesNothing() throws IOException {
    Path model = nemoWithIdleParts();

    PruningRecord record = prune(model, new Sizes(2, 80, 96, 2, 1), dir.resolve("out"));

    assertTrue(record.comparison().divergence() < SAME_LOGITS, () -> record.toString());
    assertEquals(1.0, record.comparison().topOneAgreement());
    for (PruningRecord.Layer layer : record.layers()) {
      assertEquals(List.of(0, 1), layer.headsKept());
      assertEquals(1.0, layer.neuronShare());
    }
  }

  @Test
  void writesAnOrdinaryCheckpointWithItsRecord() throws IOException {
    Path out = dir.resolve("out");

    PruningRecord record = prune(BASE, new Sizes(4, 128, 320, 4, 2), out);

    ModelShape shape = Checkpoint.open(out).shape();
    assertEquals(new Sizes(4, 128, 320, 4, 2), Sizes.of(shape));
    assertEquals(shape.parameters(), record.parametersAfter());
    assertEquals(128, shape.keyValuesPerToken() / 4); // keys and values of 2 heads of 32
    assertEquals(
        Files.readString(BASE.resolve("tokenizer.json")),
        Files.readString(out.resolve("tokenizer.json")));
    JsonNode json = new ObjectMapper().readTree(out.resolve("pruning.json").toFile());
    assertEquals(record.hiddenKept().size(), json.get("hiddenKept").size());
    assertEquals(64, json.get("sourceSha256").get("model.safetensors").asText().length());
    assertEquals(64, json.get("calibrationSha256").get("qasper.jsonl").asText().length());
    assertEquals(3, json.get("calibrationSequences").asInt());
    assertEquals(3 * 100, json.get("calibrationTokens").asInt());
    assertEquals(32, json.get("calibrationSamples").get(0).asText().length());
    assertTrue(record.comparison().divergence() > 0);
    assertTrue(record.hiddenShare() > 128.0 / 192 && record.hiddenShare() < 1);
  }

  @Test
  void refusesAFolderWithFiles() throws IOException {
    Files.writeString(dir.resolve("notes.txt"), "x");

    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> prune(BASE, new Sizes(5, 128, 512, 6, 2), dir));
    assertEquals("Cannot write to " + dir + ": the folder has files", e.getMessage());
  }

  @Test
  void refusesTextWithNothingToPredict() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> prune(NEMO.folder(), new Sizes(2, 80, 96, 2, 1), dir, 1));
    assertTrue(e.getMessage().startsWith("Invalid calibration: "), e.getMessage());
  }

  @Test
  void refusesLayersThatDiffer() {
    ModelShape shape = Checkpoint.shapeOf(new GoldenModel("decilm-tiny").folder());

    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> Sizes.of(shape));
    assertTrue(e.getMessage().startsWith("Cannot prune a model whose layers differ"));
  }

  private PruningRecord prune(Path model, Sizes sizes, Path out) throws IOException {
    return prune(model, sizes, out, 100);
  }

  private PruningRecord prune(Path model, Sizes sizes, Path out, int tokens) throws IOException {
    Path file =
        Files.writeString(
            calibration.resolve("calibration.txt"),
            "The harbour master of Vell kept a ledger of 12 ships. ".repeat(30));
    List<Path> files = List.of(file, LINES);
    try (Tokenizer tokenizer = Tokenizer.open(model)) {
      Calibration text = Calibration.choose(CalibrationFiles.read(files), tokenizer, 3, tokens, 0);
      return Pruning.run(model, files, text, sizes, out, CPU);
    }
  }

  private Path nemoWithIdleParts() throws IOException {
    Path model = Files.createDirectory(dir.resolve("full"));
    for (String name : List.of("config.json", "tokenizer.json")) {
      Files.copy(NEMO.folder().resolve(name), model.resolve(name));
    }
    Map<String, StoredTensor> tensors = CheckpointFiles.tensors(NEMO.folder());
    List<String> names = tensors.keySet().stream().sorted().toList();
    List<SafetensorsWriter.Declaration> declarations =
        names.stream()
            .map(
                name ->
                    new SafetensorsWriter.Declaration(
                        name, StoredType.F32, tensors.get(name).shape()))
            .toList();
    Path file = model.resolve("model.safetensors");
    try (SafetensorsWriter writer = SafetensorsWriter.create(file, declarations)) {
      names.forEach(name -> writer.write(bytes(idle(name, NEMO.weight(name)))));
    }
    return model;
  }

  /** Zeros the even rows of up matrices and the second half of value matrices. */
  private static float[] idle(String name, float[] values) {
    if (name.endsWith("up_proj.weight")) {
      for (int i = 0; i < values.length; i++) {
        values[i] = i / 80 % 2 == 0 ? 0 : values[i];
      }
    }
    if (name.endsWith("v_proj.weight")) {
      Arrays.fill(values, values.length / 2, values.length, 0);
    }
    return values;
  }

  private static ByteBuffer bytes(float[] values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return bytes;
  }
}
