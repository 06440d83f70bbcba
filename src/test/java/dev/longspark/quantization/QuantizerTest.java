package dev.longspark.quantization;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longspark.engine.Device;
import dev.longspark.engine.Precision;
import dev.longspark.engine.cache.FullCache;
import dev.longspark.engine.checkpoint.Checkpoint;
import dev.longspark.engine.checkpoint.FullPrecision;
import dev.longspark.engine.checkpoint.SafetensorsFile;
import dev.longspark.engine.decoder.Decoder;
import dev.longspark.engine.decoder.DecoderSequence;
import dev.longspark.engine.decoder.Placement;
import dev.longspark.engine.decoder.TokenLogit;
import dev.longspark.prompt.Calibration;
import dev.longspark.prompt.CalibrationSequence;
import dev.longspark.prompt.TokenIds;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole model, against the checkpoint that AutoGPTQ's solver made of it. */
class QuantizerTest {
  private static final Path GOLDEN = Path.of("src/test/resources/golden/quant");
  private static final Path SOURCE = GOLDEN.resolve("tiny_llama_gptq_g32_source");
  private static final Path REFERENCE = GOLDEN.resolve("tiny_llama_gptq_g32");
  private static final QuantizationSettings SETTINGS =
      new QuantizationSettings(32, true, false, false, 0.01);

  /** The divergence from full precision of the reference, and of rounding to nearest. */
  private static final double REFERENCE_DIVERGENCE = 0.0610;

  private static final double ROUNDING_DIVERGENCE = 0.0859;

  @TempDir private Path folder;

  @Test
  void comesAsNearToFullPrecisionAsTheReference() {
    quantize(folder, new Progress(Integer.MAX_VALUE));

    assertTrue(equalCodes("model.layers.0.self_attn.k_proj.qweight") >= 0.99);
    assertTrue(equalCodes("model.layers.0.self_attn.v_proj.qweight") >= 0.99);
    double divergence = divergence();
    assertTrue(divergence < ROUNDING_DIVERGENCE, () -> "divergence " + divergence);
    assertEquals(REFERENCE_DIVERGENCE, divergence, 0.2 * REFERENCE_DIVERGENCE);
  }

  @Test
  void goesOnAfterAnInterruptionAsIfThereWasNone() throws IOException {
    Path whole = folder.resolve("whole");
    Path broken = folder.resolve("broken");
    quantize(whole, new Progress(Integer.MAX_VALUE));
    assertThrows(InterruptedWork.class, () -> quantize(broken, new Progress(1)));
    assertTrue(Files.notExists(broken.resolve("config.json")));

    Progress second = new Progress(Integer.MAX_VALUE);
    quantize(broken, second);

    assertEquals(List.of(0), second.found);
    Map<String, byte[]> expected = files(whole);
    Map<String, byte[]> actual = files(broken);
    assertEquals(expected.keySet(), actual.keySet());
    expected.forEach((name, bytes) -> assertArrayEquals(bytes, actual.get(name), name));
  }

  @Test
  void makesALayerAnewThatIsNotAsItWasWritten() throws IOException {
    quantize(folder, new Progress(Integer.MAX_VALUE));
    Path shard = folder.resolve("model-00001-of-00003.safetensors");
    byte[] bytes = Files.readAllBytes(shard);
    byte[] spoiled = bytes.clone();
    spoiled[spoiled.length - 1] ^= 1;
    Files.write(shard, spoiled);

    Progress second = new Progress(Integer.MAX_VALUE);
    quantize(folder, second);

    assertEquals(List.of(), second.found);
    assertArrayEquals(bytes, Files.readAllBytes(shard));
  }

  @Test
  void refusesToGoOnWithOtherSettings() {
    quantize(folder, new Progress(Integer.MAX_VALUE));
    Quantizer other =
        new Quantizer(SOURCE, new QuantizationSettings(64, true, false, false, 0.01), Device.cpu());

    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> other.quantize(calibration(), folder, new Progress(0)));

    assertTrue(e.getMessage().startsWith("Cannot continue in " + folder), e.getMessage());
  }

  @Test
  void refusesAFolderWithOtherFiles() throws IOException {
    Files.writeString(folder.resolve("notes.txt"), "mine");

    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> quantize(folder, new Progress(0)));

    assertTrue(e.getMessage().startsWith("Invalid output folder"), e.getMessage());
  }

  @Test
  void refusesAQuantizedModel() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> new Quantizer(REFERENCE, SETTINGS, Device.cpu()));

    assertTrue(e.getMessage().contains("holds 4-bit matrices already"), e.getMessage());
  }

  /** Stops the work as a kill would, after some layers. */
  private static final class Progress implements QuantizationListener {
    private final int last;
    private final List<Integer> found = new ArrayList<>();

    private Progress(int last) {
      this.last = last;
    }

    @Override
    public void quantized(int layer, MatrixReport matrix) {
      assertTrue(matrix.relativeError() > 0 && matrix.relativeError() < 0.1, matrix::toString);
      if (layer >= last) {
        throw new InterruptedWork();
      }
    }

    @Override
    public void written(int layer) {}

    @Override
    public void found(int layer) {
      found.add(layer);
    }
  }

  private static final class InterruptedWork extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  private static void quantize(Path out, Progress progress) {
    new Quantizer(SOURCE, SETTINGS, Device.cpu()).quantize(calibration(), out, progress);
  }

  private static Calibration calibration() {
    SafetensorsFile file = SafetensorsFile.open(SOURCE.resolve("calibration.safetensors"));
    long[] shape = file.tensor("input_ids").extents();
    ByteBuffer ids = file.read("input_ids");
    List<CalibrationSequence> sequences = new ArrayList<>();
    for (int i = 0; i < shape[0]; i++) {
      long[] tokens = new long[(int) shape[1]];
      for (int j = 0; j < tokens.length; j++) {
        tokens[j] = ids.getInt();
      }
      sequences.add(new CalibrationSequence("golden", "", 0, TokenIds.of(tokens)));
    }
    return new Calibration(0, sequences);
  }

  private double equalCodes(String name) {
    ByteBuffer expected = SafetensorsFile.open(REFERENCE.resolve("model.safetensors")).read(name);
    ByteBuffer actual =
        SafetensorsFile.open(folder.resolve("model-00001-of-00003.safetensors")).read(name);
    int equal = 0;
    int codes = 2 * expected.remaining();
    while (expected.hasRemaining()) {
      int difference = expected.get() ^ actual.get();
      equal += (difference & 15) == 0 ? 1 : 0;
      equal += (difference & 0xf0) == 0 ? 1 : 0;
    }
    return equal / (double) codes;
  }

  /** The mean over positions of the divergence KL(full precision, quantized). */
  private double divergence() {
    SafetensorsFile expected = SafetensorsFile.open(REFERENCE.resolve("expected.safetensors"));
    ByteBuffer ids = expected.read("input_ids");
    int positions = ids.remaining() / Long.BYTES;
    Checkpoint checkpoint = Checkpoint.open(folder);
    int vocabulary = checkpoint.shape().vocabulary();
    float[] full = new float[positions * vocabulary];
    expected.read("logits_fp").asFloatBuffer().get(full);
    double sum = 0;
    Placement placement = Placement.on(Device.cpu(), checkpoint.shape().layers().size());
    try (Decoder decoder =
            Decoder.load(checkpoint, new FullPrecision(Precision.FP32), placement, 64);
        DecoderSequence sequence = decoder.begin(new FullCache(), positions)) {
      for (int i = 0; i < positions; i++) {
        sequence.step(Math.toIntExact(ids.getLong()));
        double[] own = new double[vocabulary];
        for (TokenLogit logit : sequence.best(vocabulary)) {
          own[logit.id()] = logit.logit();
        }
        double[] wanted = new double[vocabulary];
        for (int j = 0; j < vocabulary; j++) {
          wanted[j] = full[i * vocabulary + j];
        }
        sum += divergence(wanted, own);
      }
    }
    return sum / positions;
  }

  private static double divergence(double[] p, double[] q) {
    double pSum = logSum(p);
    double qSum = logSum(q);
    double sum = 0;
    for (int i = 0; i < p.length; i++) {
      sum += Math.exp(p[i] - pSum) * (p[i] - pSum - q[i] + qSum);
    }
    return sum;
  }

  private static double logSum(double[] logits) {
    double sum = 0;
    for (double logit : logits) {
      sum += Math.exp(logit);
    }
    return Math.log(sum);
  }

  private static Map<String, byte[]> files(Path folder) throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    try (Stream<Path> list = Files.list(folder)) {
      for (Path file : list.toList()) {
        files.put(file.getFileName().toString(), Files.readAllBytes(file));
      }
    }
    return files;
  }
}
