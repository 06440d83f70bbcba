package dev.longspark.pruning;

import dev.longspark.engine.Activation;
import dev.longspark.engine.AttentionShape;
import dev.longspark.engine.FeedForwardShape;
import dev.longspark.engine.LayerShape;
import dev.longspark.engine.ModelShape;
import dev.longspark.engine.NormPlacement;
import dev.longspark.engine.NormShape;
import dev.longspark.engine.Projections;
import dev.longspark.engine.Scales;
import dev.longspark.engine.Scoring;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The sizes that pruning can change, of a model whose layers are all alike.
 *
 * @param hidden channels of the residual stream
 * @param feedForward neurons of a layer
 * @param heads query heads of a layer
 * @param kvHeads key-value heads of a layer
 */
public record Sizes(int layers, int hidden, int feedForward, int heads, int kvHeads) {
  public Sizes {
    if (Math.min(layers, Math.min(hidden, feedForward)) < 1 || Math.min(heads, kvHeads) < 1) {
      throw new IllegalArgumentException(
          "Invalid sizes: layers %d, hidden %d, ffn %d, heads %d, kv heads %d (must be > 0)"
              .formatted(layers, hidden, feedForward, heads, kvHeads));
    }
    if (heads % kvHeads != 0) {
      throw new IllegalArgumentException(
          "Invalid heads: " + heads + " (must be a multiple of " + kvHeads + " kv heads)");
    }
  }

  /**
   * The sizes of a model.
   *
   * @throws IllegalArgumentException if its layers differ, or are not those of a Llama
   */
  public static Sizes of(ModelShape shape) {
    LayerShape first = shape.layers().get(0);
    Optional<AttentionShape.Full> attention = first.attention().full();
    Optional<FeedForwardShape.Gated> gated = first.feedForward().gated();
    boolean alike = shape.layers().stream().allMatch(first::equals);
    if (!alike || attention.isEmpty() || gated.isEmpty()) {
      throw new IllegalArgumentException(
          "Cannot prune a model whose layers differ (each needs the same attention and gated"
              + " feed-forward)");
    }
    List<String> more = beyondLlama(shape, first, attention.get(), gated.get());
    if (!more.isEmpty()) {
      throw new IllegalArgumentException(
          "Cannot prune a model whose layers have more than those of a Llama: "
              + String.join(", ", more));
    }
    return new Sizes(
        shape.layers().size(),
        shape.hidden(),
        gated.get().width(),
        attention.get().heads(),
        attention.get().kvHeads());
  }

  /** What a model has that pruning does not know, in words. */
  private static List<String> beyondLlama(
      ModelShape shape,
      LayerShape layer,
      AttentionShape.Full attention,
      FeedForwardShape.Gated gated) {
    Projections projections = attention.projections();
    Scoring usual = Scoring.usual(attention.headDim()).within(attention.scoring().window());
    List<String> more = new ArrayList<>();
    addIf(more, projections.fused() || gated.fused(), "fused matrices");
    addIf(more, projections.inputBias() || projections.outputBias() || gated.bias(), "biases");
    addIf(more, projections.headNorm() != Projections.HeadNorm.NONE, "norms of queries and keys");
    addIf(more, !attention.scoring().equals(usual), "other scores");
    addIf(more, gated.activation() != Activation.SILU, "another activation than SiLU");
    addIf(more, layer.norms() != NormPlacement.BEFORE, "norms elsewhere than before each half");
    addIf(more, shape.norm().kind() != NormShape.Kind.RMS, "other norms");
    boolean scaled = layer.residualFactor() != 1 || !shape.scales().equals(Scales.NONE);
    addIf(more, scaled, "scaled states");
    return more;
  }

  private static void addIf(List<String> more, boolean isSo, String part) {
    if (isSo) {
      more.add(part);
    }
  }

  /** Query heads that share one key-value head. */
  public int group() {
    return heads / kvHeads;
  }

  /**
   * Checks that a model of these sizes can be cut out of a larger one.
   *
   * @throws IllegalArgumentException naming the size that is too large
   */
  public void requireWithin(Sizes full) {
    requireAtMost("layers", layers, full.layers);
    requireAtMost("hidden", hidden, full.hidden);
    requireAtMost("ffn", feedForward, full.feedForward);
    requireAtMost("kv heads", kvHeads, full.kvHeads);
    requireAtMost("heads per kv head", group(), full.group());
    if (equals(full)) {
      throw new IllegalArgumentException("Invalid sizes: they are those of the full model");
    }
  }

  private static void requireAtMost(String name, int size, int full) {
    if (size > full) {
      throw new IllegalArgumentException(
          "Invalid %s: %d (must be at most the full model's %d)".formatted(name, size, full));
    }
  }
}
