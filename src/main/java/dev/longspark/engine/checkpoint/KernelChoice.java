package dev.longspark.engine.checkpoint;

import dev.longspark.engine.Precision;
import dev.longspark.engine.torchscript.ScriptProgram;
import dev.longspark.engine.torchscript.Tensor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * Up to how many rows a 4-bit matrix goes through the int4 kernel, and above it through a weight
 * made for the moment: measured here and now, once for all matrices of one shape.
 */
final class KernelChoice {
  /** From a token to a chunk of a short prompt. */
  private static final int[] ROWS = {1, 4, 16, 64};

  private static final int REPEATS = 3;

  private final ScriptProgram program;
  private final Map<List<Long>, Integer> few = new HashMap<>();

  KernelChoice(ScriptProgram program) {
    this.program = program;
  }

  /** Puts the choice in the parts of a matrix, as {@code torchscript/linear.py} reads it. */
  void limit(List<Tensor> parts, Precision precision) {
    List<Long> shape =
        LongStream.concat(shape(parts, 0), LongStream.concat(shape(parts, 1), shape(parts, 2)))
            .boxed()
            .toList();
    int rows = few.computeIfAbsent(shape, each -> measured(parts, precision));
    Tensor layout = program.callTensor("limited", parts, rows);
    parts.set(3, layout).close();
  }

  private static LongStream shape(List<Tensor> parts, int index) {
    return Arrays.stream(parts.get(index).shape());
  }

  private int measured(List<Tensor> parts, Precision precision) {
    int best = 0;
    for (int rows : ROWS) {
      long kernel = nanos(parts, rows, rows, precision);
      if (kernel > nanos(parts, rows, 0, precision)) {
        break;
      }
      best = rows;
    }
    return best;
  }

  /** The shortest of some products. */
  private long nanos(List<Tensor> parts, int rows, int limit, Precision precision) {
    long shortest = Long.MAX_VALUE;
    for (int i = 0; i < REPEATS; i++) {
      long start = System.nanoTime();
      program.run("product", parts, rows, limit, precision.torchCode());
      shortest = Math.min(shortest, System.nanoTime() - start);
    }
    return shortest;
  }
}
