package dev.longspark.engine.checkpoint;

import dev.longspark.engine.Precision;
import dev.longspark.engine.torchscript.ScriptProgram;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;

/**
 * Up to how many rows a low-bit matrix goes through its kernel, and above it through a weight made
 * for the moment: measured here and now, once for all matrices of one kind and shape.
 */
final class KernelChoice {
  /** From a token to a chunk of a short prompt. */
  private static final int[] ROWS = {1, 4, 16, 64};

  private static final int REPEATS = 3;

  private final ScriptProgram program;
  private final Map<List<Object>, Long> few = new HashMap<>();

  KernelChoice(ScriptProgram program) {
    this.program = program;
  }

  /**
   * Puts the choice in the settings of a matrix.
   *
   * @param limited the matrix whose kernel takes up to some number of rows
   */
  KeptMatrix limited(LongFunction<KeptMatrix> limited, int inputs, Precision precision) {
    KeptMatrix without = limited.apply(0);
    List<Object> alike =
        List.of(
            without.kind(),
            without.parts().stream().map(part -> Arrays.toString(part.shape())).toList());
    return limited.apply(few.computeIfAbsent(alike, each -> measured(limited, inputs, precision)));
  }

  private long measured(LongFunction<KeptMatrix> limited, int inputs, Precision precision) {
    long best = 0;
    for (int rows : ROWS) {
      long kernel = nanos(limited.apply(rows), inputs, rows, precision);
      if (kernel > nanos(limited.apply(0), inputs, rows, precision)) {
        break;
      }
      best = rows;
    }
    return best;
  }

  /** The shortest of some products. */
  private long nanos(KeptMatrix matrix, int inputs, int rows, Precision precision) {
    long shortest = Long.MAX_VALUE;
    for (int i = 0; i < REPEATS; i++) {
      long start = System.nanoTime();
      program.run(
          "product",
          matrix.kind(),
          matrix.parts(),
          matrix.numbers(),
          inputs,
          rows,
          precision.torchCode());
      shortest = Math.min(shortest, System.nanoTime() - start);
    }
    return shortest;
  }
}
