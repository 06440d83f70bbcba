package dev.longspark.quantization;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.longspark.engine.Device;
import dev.longspark.engine.checkpoint.SafetensorsFile;
import dev.longspark.engine.torchscript.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One matrix at a time, against the integers that the reference implementations agree on. */
class GptqSolverTest {
  private static final Path GOLDEN = Path.of("src/test/resources/golden/quant");
  private static final double EQUAL_CODES = 0.999;
  private static final double ERROR_TOLERANCE = 0.005;

  /** The cases of the settings that there are: neither a grid search nor group-aware order. */
  static Stream<JsonNode> cases() throws IOException {
    List<JsonNode> cases = new ArrayList<>();
    new ObjectMapper()
        .readTree(GOLDEN.resolve("gptq_solve.json").toFile())
        .get("cases")
        .forEach(cases::add);
    return cases.stream()
        .filter(each -> !each.get("mse").asBoolean() && !each.get("act_group_aware").asBoolean());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void givesTheIntegersOfTheReference(JsonNode each) {
    SafetensorsFile file = SafetensorsFile.open(GOLDEN.resolve(each.get("file").asText()));
    String name = each.get("case").asText();
    QuantizationSettings settings = settings(each);
    try (GptqSolver solver = new GptqSolver(settings, Device.cpu());
        Tensor weight = floats(file, "W");
        Tensor hessian = floats(file, "H");
        SolvedMatrix solved = solver.solve(name, weight, hessian, each.get("block_size").asInt())) {
      byte[] expected = bytes(file, name + ".q");
      byte[] codes = codes(solver.bytes(solved.qweight()), weight.shape());
      assertTrue(equal(expected, codes) >= EQUAL_CODES * codes.length, name);
      assertArrayEquals(bytes(file, name + ".packed.scales"), solver.bytes(solved.scales()), name);
      assertArrayEquals(bytes(file, name + ".g_idx"), solver.bytes(solved.groups()), name);
      int offset = settings.symmetric() ? 0 : 0x11111111; // the golden words are of version 1
      assertArrayEquals(
          words(bytes(file, name + ".packed.qzeros"), 0),
          words(solver.bytes(solved.qzeros()), offset),
          name);
      assertSmallError(each, file, solved.report());
      assertEquals(each.get("dead_columns").size(), solved.report().deadInputs());
      assertEquals(each.get("damp_percent").asDouble(), solved.report().damping(), 1e-9);
    }
  }

  /** The loss of the reference, and the error with the scales as stored. */
  private static void assertSmallError(JsonNode each, SafetensorsFile file, MatrixReport report) {
    double loss = each.get("loss_sum_reference").asDouble();
    assertEquals(loss, report.loss(), ERROR_TOLERANCE * loss);
    double error = each.get("err_gptq_fp16_scales").asDouble() / outputs(file);
    assertEquals(error, report.relativeError(), ERROR_TOLERANCE * error);
  }

  @Test
  void raisesTheDampingUntilTheHessianCanBeInverted() {
    float[] hessian = new float[32 * 32];
    for (int i = 0; i < hessian.length; i++) {
      hessian[i] = i % 33 == 0 ? 1f : 1.02f; // not positive definite
    }
    float[] weights = new float[8 * 32];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (i * 7919 % 101 - 50) / 50f;
    }
    QuantizationSettings settings = new QuantizationSettings(32, true, false, false, 0.01);
    try (GptqSolver solver = new GptqSolver(settings, Device.cpu());
        Tensor weight = Tensor.ofFloats(weights, 8, 32);
        Tensor h = Tensor.ofFloats(hessian, 32, 32);
        SolvedMatrix solved = solver.solve("m", weight, h, GptqSolver.BLOCK)) {
      assertTrue(solved.report().damping() > 0.02, () -> "took " + solved.report().damping());
    }
  }

  @Test
  void refusesAHessianThatIsNotFinite() {
    float[] hessian = new float[32 * 32];
    hessian[5] = Float.NaN;
    QuantizationSettings settings = new QuantizationSettings(32, true, false, false, 0.01);
    try (GptqSolver solver = new GptqSolver(settings, Device.cpu());
        Tensor weight = Tensor.ofFloats(new float[8 * 32], 8, 32);
        Tensor h = Tensor.ofFloats(hessian, 32, 32)) {
      IllegalStateException e =
          assertThrows(
              IllegalStateException.class,
              () -> solver.solve("m", weight, h, GptqSolver.BLOCK).close());

      assertTrue(e.getMessage().contains("is not finite"), e.getMessage());
    }
  }

  private static QuantizationSettings settings(JsonNode each) {
    return new QuantizationSettings(
        each.get("group_size").asInt(),
        each.get("sym").asBoolean(),
        each.get("desc_act").asBoolean(),
        each.get("static_groups").asBoolean(),
        each.get("damp_percent").asDouble());
  }

  /** Codes [outputs, inputs] out of words [inputs / 8, outputs], lowest code first. */
  private static byte[] codes(byte[] qweight, long[] shape) {
    int outputs = (int) shape[0];
    int inputs = (int) shape[1];
    byte[] codes = new byte[outputs * inputs];
    int[] words = words(qweight, 0);
    for (int n = 0; n < outputs; n++) {
      for (int k = 0; k < inputs; k++) {
        codes[n * inputs + k] = (byte) ((words[k / 8 * outputs + n] >>> (4 * (k % 8))) & 15);
      }
    }
    return codes;
  }

  private static int equal(byte[] expected, byte[] codes) {
    int equal = 0;
    for (int i = 0; i < codes.length; i++) {
      equal += expected[i] == codes[i] ? 1 : 0;
    }
    return equal;
  }

  private static int[] words(byte[] bytes, int offset) {
    int[] words = new int[bytes.length / Integer.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().get(words);
    for (int i = 0; i < words.length; i++) {
      words[i] -= offset;
    }
    return words;
  }

  private static byte[] bytes(SafetensorsFile file, String name) {
    ByteBuffer buffer = file.read(name);
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }

  private static Tensor floats(SafetensorsFile file, String name) {
    FloatBuffer buffer = file.read(name).asFloatBuffer();
    float[] values = new float[buffer.remaining()];
    buffer.get(values);
    long[] shape = file.tensor(name).extents();
    return Tensor.ofFloats(values, shape);
  }

  /** Squared sum of all outputs over the calibration inputs. */
  private static double outputs(SafetensorsFile file) {
    FloatBuffer w = file.read("W").asFloatBuffer();
    FloatBuffer h = file.read("H").asFloatBuffer();
    long[] shape = file.tensor("W").extents();
    double sequences = file.tensor("X").extents()[0];
    int inputs = (int) shape[1];
    double sum = 0;
    for (int n = 0; n < shape[0]; n++) {
      for (int i = 0; i < inputs; i++) {
        for (int j = 0; j < inputs; j++) {
          sum += (double) w.get(n * inputs + i) * h.get(i * inputs + j) * w.get(n * inputs + j);
        }
      }
    }
    return sum * sequences / 2;
  }
}
