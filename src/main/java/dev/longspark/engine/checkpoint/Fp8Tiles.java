package dev.longspark.engine.checkpoint;

import dev.longspark.engine.LinearShape;
import dev.longspark.engine.torchscript.ScriptProgram;
import dev.longspark.engine.torchscript.Tensor;
import java.io.Serializable;
import java.util.List;

/**
 * What of an E4M3 matrix shares a scale: a tile of some height and width, the last ones cut.
 *
 * @param height outputs, 0 for all
 * @param width inputs, 0 for all
 */
record Fp8Tiles(int height, int width) implements Serializable {
  static final Fp8Tiles WHOLE = new Fp8Tiles(0, 0);
  static final Fp8Tiles ROWS = new Fp8Tiles(1, 0);

  /** Scales along outputs and inputs. */
  List<Long> scales(LinearShape matrix) {
    return List.of(count(matrix.outputs(), height), count(matrix.inputs(), width));
  }

  private static long count(int all, int part) {
    return part == 0 ? 1 : (all + part - 1) / part;
  }

  /** Bytes of a matrix, its scales of some width. */
  long bytes(LinearShape matrix, int scaleBytes) {
    return matrix.weights() + scales(matrix).get(0) * scales(matrix).get(1) * scaleBytes;
  }

  /** Holds the scales of a matrix to be as many as its tiles. */
  void require(StoredParts parts, String scales) {
    LinearShape matrix = parts.matrix();
    parts.requireType("weight", StoredType.F8_E4M3);
    parts.requireShape(
        "weight", List.of((long) matrix.outputs(), (long) matrix.inputs()), "in FP8");
    parts.requireNumbers(scales);
    boolean single = this.equals(WHOLE) && parts.stored(scales).elements() == 1;
    if (!single) {
      parts.requireShape(scales, scales(matrix), "in tiles of %d x %d".formatted(height, width));
    }
  }

  /** Reads a matrix. */
  StoredMatrix read(String name, Tensor values, Tensor scales, Tools tools) {
    if (tools.program().callBoolean("has_nan", values)) {
      throw new IllegalArgumentException(
          "Invalid tensor " + name + ".weight: not a number (must be finite)");
    }
    long[] extents = values.shape();
    return new HeldMatrix(
        "fp8",
        List.of(values, tools.program().callTensor("matrix", scales)),
        List.of(
            extents[0], extents[1], Math.max(1L, height), width == 0 ? extents[1] : (long) width),
        tools.packing());
  }

  /** What reading takes. */
  record Tools(ScriptProgram program, CodePacking packing) {}
}
