package dev.longspark.engine.cache;

import java.io.Serializable;
import java.util.Collections;
import java.util.List;

/**
 * Which tokens of a prompt stay in a layer's cache once the layer has read it: those with the best
 * scores. The settings of a kind are the components of its record; {@code torchscript/retention.py}
 * knows them by the same names.
 */
public sealed interface Retention extends Serializable permits StreamingLlm {
  /** The retention's name in {@code torchscript/retention.py} and in a study. */
  String program();

  /** The fewest tokens that may be kept of a prompt from which any are dropped. */
  int least();

  /**
   * How many tokens stay in each of a model's attentions, whether or not that is enough.
   *
   * @param attentions layers with attention
   * @param tokens of the prompt
   */
  default List<Integer> counts(Budget budget, int attentions, int tokens) {
    return Collections.nCopies(attentions, budget.kept(tokens));
  }

  /** Whether the key-value heads of a layer keep different numbers of tokens. */
  default boolean isRagged() {
    return false;
  }

  /** Whether all heads of all layers keep the same number of tokens. */
  default boolean isUniform() {
    return !isRagged();
  }
}
