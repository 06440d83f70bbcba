package dev.longspark.engine.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longspark.engine.Device;
import dev.longspark.engine.Precision;
import dev.longspark.engine.torchscript.ScriptProgram;
import dev.longspark.engine.torchscript.Tensor;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What {@code torchscript/matrix.py} promises of every kind, over one golden matrix. */
class KeptMatrixTest {
  private static final double TOLERANCE = 1e-5;
  private static final int ROWS = 3;

  private final ScriptProgram probe = ScriptProgram.load("matrix_probe", Device.cpu());
  private final GoldenMatrix golden;
  private final List<WeightFormat> formats;

  KeptMatrixTest() throws IOException {
    golden = GoldenMatrix.of(GoldenMatrix.cases("gptq_unpack").get(0));
    formats =
        List.of(new FullPrecision(Precision.FP32), new LowBit(Precision.FP32, golden.format()));
  }

  @AfterEach
  void close() {
    probe.close();
  }

  @Test
  void addsWhatItApplies() {
    for (WeightFormat format : formats) {
      for (boolean biased : new boolean[] {false, true}) {
        try (KeptMatrix kept = kept(format, biased)) {
          float[] y = run("apply", kept);

          assertClose(y, run("added", kept));
          assertClose(y, run("prepared", kept));
        }
      }
    }
  }

  @Test
  void addsItsBias() {
    for (WeightFormat format : formats) {
      try (KeptMatrix without = kept(format, false);
          KeptMatrix with = kept(format, true)) {
        float[] y = run("apply", without);
        int outputs = y.length / ROWS;
        for (int i = 0; i < y.length; i++) {
          y[i] += i % outputs;
        }
        assertClose(y, run("apply", with));
      }
    }
  }

  @Test
  void countsItsBytesAndTellsAPlainWeight() {
    long[] bytes = new long[2];
    for (int i = 0; i < 2; i++) {
      try (KeptMatrix kept = kept(formats.get(i), false);
          KeptMatrix biased = kept(formats.get(i), true)) {
        bytes[i] = number("bytes", kept);
        assertEquals(
            bytes[i] + Float.BYTES * biased.parts().get(biased.parts().size() - 1).shape()[0],
            number("bytes", biased));
        assertEquals(i == 0 ? 1 : 0, number("plain_weights", kept));
        assertEquals(0, number("plain_weights", biased));
      }
    }
    assertTrue(bytes[1] < bytes[0] / 2);
  }

  /** Steps of 2 / 127.5 and 0.3 / 127.5; a row of zeros stays one. */
  @Test
  void roundsInputsToBytesTokenByToken() {
    float[] x = {1.01f, 2f, -0.5f, 0.3f, 0.1f, -0.2f, 0f, 0f, 0f};
    byte[] identity = new byte[3 * 3];
    for (int i = 0; i < 3; i++) {
      identity[4 * i] = 1;
    }
    float[] ones = {1f, 1f, 1f};
    try (Tensor bytes = Tensor.ofBytes(identity, 3, 3);
        Tensor scales = Tensor.ofFloats(ones, 3);
        Tensor input = Tensor.ofFloats(x, 3, 3)) {
      float[] y =
          probe.callFloats("apply", input, "int8", List.of(bytes, scales), new long[] {1, 1, 0}, 6);

      float[] codes = {64, 127, -32, 127, 42, -85, 0, 0, 0};
      for (int i = 0; i < y.length; i++) {
        float step = (i < 3 ? 2f : 0.3f) / 127.5f;
        assertEquals(codes[i] * step, y[i], step * 1e-3f, "" + i);
      }
    }
  }

  @Test
  void refusesAnUnknownKind() {
    KeptMatrix unknown = new KeptMatrix("int5", List.of(), List.of());

    IllegalStateException e =
        assertThrows(IllegalStateException.class, () -> number("bytes", unknown));

    assertTrue(e.getMessage().contains("Unknown kind of matrix: int5"), e.getMessage());
  }

  private KeptMatrix kept(WeightFormat format, boolean biased) {
    try (TensorReader reader = golden.reader()) {
      KeptMatrix kept = format.linear("m", reader);
      if (!biased) {
        return kept;
      }
      float[] bias = new float[golden.floats("expect.y").length / ROWS];
      for (int i = 0; i < bias.length; i++) {
        bias[i] = i;
      }
      return kept.with(Tensor.ofFloats(bias, bias.length));
    }
  }

  private float[] run(String method, KeptMatrix kept) {
    float[] x = golden.floats("x");
    try (Tensor input = Tensor.ofFloats(x, ROWS, x.length / ROWS)) {
      return probe.callFloats(
          method, input, kept.kind(), kept.parts(), kept.numbers(), Precision.FP32.torchCode());
    }
  }

  private long number(String method, KeptMatrix kept) {
    return probe.callLong(method, kept.kind(), kept.parts(), kept.numbers());
  }

  private static void assertClose(float[] expected, float[] actual) {
    double size = 1;
    for (float value : expected) {
      size = Math.max(size, Math.abs(value));
    }
    assertArrayEquals(expected, actual, (float) (size * TOLERANCE));
  }
}
