package dev.longspark.engine.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.longspark.engine.Device;
import dev.longspark.engine.Precision;
import dev.longspark.engine.torchscript.ScriptProgram;
import dev.longspark.engine.torchscript.Tensor;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GptqReaderTest {
  /** Float32 sums in another order than the reference's float64. */
  private static final double FLOAT_TOLERANCE = 1e-5;

  /** Scales and activations rounded to bfloat16. */
  private static final double BFLOAT_TOLERANCE = 1e-2;

  private static final int PREFILL_COPIES = 24;

  private final ScriptProgram probe = ScriptProgram.load("matrix_probe", Device.cpu());

  static List<JsonNode> unpackCases() throws IOException {
    return GoldenMatrix.cases("gptq_unpack");
  }

  static List<JsonNode> kernelCases() throws IOException {
    return GoldenMatrix.cases("gptq_int4mm");
  }

  @AfterEach
  void close() {
    probe.close();
  }

  @ParameterizedTest
  @MethodSource("unpackCases")
  void unpacksWeightsExactly(JsonNode settings) {
    GoldenMatrix matrix = GoldenMatrix.of(settings);
    try (TensorReader reader = matrix.reader();
        Tensor weight = reader.loadDequantized("m", Precision.FP32)) {
      assertArrayEquals(matrix.floats("expect.weight"), weight.toFloatArray());
    }
  }

  @ParameterizedTest
  @MethodSource("unpackCases")
  void multipliesFewAndManyRowsAlike(JsonNode settings) {
    GoldenMatrix matrix = GoldenMatrix.of(settings);
    float[] x = matrix.floats("x");
    float[] many = new float[x.length * PREFILL_COPIES];
    for (int i = 0; i < PREFILL_COPIES; i++) {
      System.arraycopy(x, 0, many, i * x.length, x.length);
    }
    float[] expected = matrix.floats("expect.y");

    for (WeightFormat format :
        List.of(new LowBit(Precision.FP32, matrix.format()), new FullPrecision(Precision.FP32))) {
      float[] few = product(matrix, format, Arrays.copyOf(x, x.length / 3), 1);
      float[] all = product(matrix, format, many, 3 * PREFILL_COPIES);

      assertClose(Arrays.copyOf(expected, few.length), few, FLOAT_TOLERANCE);
      for (int i = 0; i < PREFILL_COPIES; i++) {
        int from = i * expected.length;
        assertClose(
            expected, Arrays.copyOfRange(all, from, from + expected.length), FLOAT_TOLERANCE);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("kernelCases")
  void preparesTheKernelsInputs(JsonNode kernel) throws IOException {
    GoldenMatrix matrix = source(kernel);
    SafetensorsFile expected = SafetensorsFile.open(GoldenMatrix.path(kernel.get("file").asText()));
    try (TensorReader reader = matrix.reader()) {
      KeptMatrix kept = reader.loadKept("m", Precision.FP32);

      assertEquals("int4", kept.kind());
      assertArrayEquals(
          GoldenModels.floats(expected, "scales_and_zeros"), kept.parts().get(1).toFloatArray());
      assertPermutation(expected, kept.parts().get(2).toLongArray());
      kept.close();
    }
  }

  @ParameterizedTest
  @MethodSource("kernelCases")
  void computesInBfloat(JsonNode kernel) throws IOException {
    GoldenMatrix matrix = source(kernel);
    float[] expected =
        GoldenModels.floats(
            SafetensorsFile.open(GoldenMatrix.path(kernel.get("file").asText())), "y_cpu_bf16");

    float[] y = product(matrix, new LowBit(Precision.BF16, matrix.format()), matrix.floats("x"), 3);

    assertClose(expected, y, BFLOAT_TOLERANCE);
  }

  @Test
  void undoesTheOrderOfTheCudaKernel() throws IOException {
    for (JsonNode kernel : kernelCases()) {
      SafetensorsFile file = SafetensorsFile.open(GoldenMatrix.path(kernel.get("file").asText()));
      String packed = "cuda_packed_emulated_inner8";
      if (file.tensors().containsKey(packed)) {
        assertSameCodes(file, packed);
      }
    }
  }

  @Test
  void dropsABiasOfZerosOnly() throws IOException {
    JsonNode biased =
        unpackCases().stream().filter(c -> c.get("bias").asBoolean()).findFirst().orElseThrow();
    try (TensorReader reader = GoldenMatrix.of(biased).reader()) {
      KeptMatrix kept = new FullPrecision(Precision.FP32).linear("m", reader);

      assertEquals(2, kept.parts().size());
      kept.close();
    }
  }

  private void assertSameCodes(SafetensorsFile file, String packed) {
    StoredTensor stored = file.tensor(packed);
    int[] words = new int[(int) stored.elements()];
    file.read(packed).asIntBuffer().get(words);
    byte[] pairs = new byte[(int) file.tensor("cuda_convert_input").elements()];
    file.read("cuda_convert_input").get(pairs);
    int outputs = Math.toIntExact(file.tensor("cuda_convert_input").shape().get(0));
    int inputs = 2 * pairs.length / outputs;
    try (Tensor tensor = Tensor.ofInts(words, stored.extents());
        Tensor codes = probe.callTensor("cuda_codes", tensor)) {
      byte[] own = codes.toByteArray();
      for (int k = 0; k < inputs; k++) {
        for (int n = 0; n < outputs; n++) {
          int pair = pairs[(n * inputs + k) / 2] & 0xFF;
          assertEquals(k % 2 == 0 ? pair >> 4 : pair & 15, own[k * outputs + n]);
        }
      }
    }
  }

  private static GoldenMatrix source(JsonNode kernel) throws IOException {
    String source = kernel.get("source").asText();
    return GoldenMatrix.of(
        unpackCases().stream()
            .filter(c -> c.get("file").asText().equals(source))
            .findFirst()
            .orElseThrow());
  }

  private float[] product(GoldenMatrix matrix, WeightFormat format, float[] x, int rows) {
    try (TensorReader reader = matrix.reader();
        Tensor input = Tensor.ofFloats(x, rows, x.length / rows)) {
      KeptMatrix kept = format.linear("m", reader);
      float[] y =
          probe.callFloats(
              "apply",
              input,
              kept.kind(),
              kept.parts(),
              kept.numbers(),
              format.precision().torchCode());
      kept.close();
      return y;
    }
  }

  private static void assertPermutation(SafetensorsFile expected, long[] own) {
    int[] golden = new int[(int) expected.tensor("perm").elements()];
    expected.read("perm").asIntBuffer().get(golden);
    for (int i = 0; i < golden.length; i++) {
      assertEquals(golden[i], own.length == 0 ? i : own[i]);
    }
  }

  /** Relative to the size of the whole result. */
  private static void assertClose(float[] expected, float[] actual, double tolerance) {
    double size = 0;
    for (float value : expected) {
      size = Math.max(size, Math.abs(value));
    }
    assertArrayEquals(expected, actual, (float) (size * tolerance));
  }
}
