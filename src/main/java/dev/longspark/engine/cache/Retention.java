package dev.longspark.engine.cache;

import java.io.Serializable;
import java.util.Collections;
import java.util.List;

/**
 * Which tokens of a prompt stay in a layer's cache once the layer has read it: those with the best
 * scores. The settings of a kind are the components of its record; {@code torchscript/retention.py}
 * knows them by the same names.
 */
public sealed interface Retention extends Serializable
    permits SnapKv,
        PyramidKv,
        AdaKv,
        ChunkKv,
        StreamingLlm,
        H2o,
        ObservedAttention,
        Tova,
        Finch,
        ExpectedAttention,
        Knorm,
        KeyDiff,
        RandomTokens {
  /** One of each kind, with the settings that hold where none are given. */
  static List<Retention> kinds() {
    return List.of(
        SnapKv.DEFAULT,
        PyramidKv.DEFAULT,
        AdaKv.DEFAULT,
        ChunkKv.DEFAULT,
        StreamingLlm.DEFAULT,
        H2o.DEFAULT,
        new ObservedAttention(),
        new Tova(),
        Finch.DEFAULT,
        ExpectedAttention.DEFAULT,
        new Knorm(),
        new KeyDiff(),
        RandomTokens.DEFAULT);
  }

  /** The retention's name in {@code torchscript/retention.py} and in a study. */
  String program();

  /**
   * The fewest tokens that may stay if any are dropped.
   *
   * @param tokens of the prompt
   */
  int least(int tokens);

  /**
   * How many tokens stay in each of a model's attentions, enough or not.
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
