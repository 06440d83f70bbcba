package dev.longspark.engine.decoder;

import dev.longspark.engine.torchscript.ScriptValue;
import dev.longspark.engine.torchscript.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The logits behind a sequence's last token, where its last stage has them. They are those of this
 * moment: after a further token they are that token's.
 */
public final class Logits {
  private final Stage stage;
  private final long sequence;
  private final int vocabulary;

  /**
   * Logits.
   *
   * @param sequence the number by which the stage's program knows it
   */
  Logits(Stage stage, long sequence, int vocabulary) {
    this.stage = stage;
    this.sequence = sequence;
    this.vocabulary = vocabulary;
  }

  List<TokenLogit> best(int k) {
    int count = Math.min(k, vocabulary);
    List<TokenLogit> best = new ArrayList<>();
    try (ScriptValue value = stage.inTurn(() -> stage.program().call("best", sequence, count))) {
      List<ScriptValue> parts = value.parts();
      try (ScriptValue ids = parts.get(0);
          ScriptValue logits = parts.get(1);
          Tensor idTensor = ids.toTensor();
          Tensor logitTensor = logits.toTensor()) {
        long[] id = idTensor.toLongArray();
        float[] logit = logitTensor.toFloatArray();
        for (int i = 0; i < count; i++) {
          best.add(new TokenLogit(Math.toIntExact(id[i]), logit[i]));
        }
      }
    }
    return best;
  }

  int bestExcept(Set<Integer> ids) {
    long[] excluded =
        ids.stream().filter(id -> id < vocabulary).mapToLong(Integer::longValue).toArray();
    return Math.toIntExact(
        stage.inTurn(() -> stage.program().callLong("best_except", sequence, excluded)));
  }

  /**
   * The natural logarithms of the probabilities of some next ids, and behind them that of all other
   * ids together: minus infinity where there is none. Computed in double precision.
   *
   * @param ids different ones
   * @throws IllegalArgumentException if one is not in the vocabulary
   */
  public double[] logProbabilities(int[] ids) {
    long[] asked = new long[ids.length];
    for (int i = 0; i < ids.length; i++) {
      if (ids[i] < 0 || ids[i] >= vocabulary) {
        throw new IllegalArgumentException(
            "Invalid token id: %d (must be from 0 to %d)".formatted(ids[i], vocabulary - 1));
      }
      asked[i] = ids[i];
    }
    try (ScriptValue value =
        stage.inTurn(() -> stage.program().call("log_probabilities", sequence, asked))) {
      return value.toDoubleArray();
    }
  }
}
