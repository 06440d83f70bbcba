package dev.longspark.pruning;

import dev.longspark.engine.AttentionShape;
import dev.longspark.engine.FeedForwardShape;
import dev.longspark.engine.LayerShape;
import dev.longspark.engine.ModelShape;
import dev.longspark.engine.NormShape;
import dev.longspark.engine.Projections;
import dev.longspark.engine.Scales;
import dev.longspark.engine.Scoring;
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
    boolean llama =
        first.equals(llama(attention.get(), gated.get()))
            && shape.scales().equals(Scales.NONE)
            && shape.norm().kind() == NormShape.Kind.RMS;
    if (!llama) {
      throw new IllegalArgumentException(
          "Cannot prune a model whose layers have more than those of a Llama: " + first);
    }
    return new Sizes(
        shape.layers().size(),
        shape.hidden(),
        gated.get().width(),
        attention.get().heads(),
        attention.get().kvHeads());
  }

  /** A layer of the same sizes with nothing that pruning does not know. */
  private static LayerShape llama(AttentionShape.Full attention, FeedForwardShape.Gated gated) {
    int headDim = attention.headDim();
    return new LayerShape(
        new AttentionShape.Full(
            attention.heads(),
            attention.kvHeads(),
            headDim,
            attention.rope(),
            Scoring.usual(headDim).within(attention.scoring().window()),
            Projections.PLAIN),
        new FeedForwardShape.Gated(gated.width()));
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
