package dev.longspark.engine.family;

import dev.longspark.engine.AttentionShape;
import dev.longspark.engine.FeedForwardShape;
import dev.longspark.engine.LayerShape;
import dev.longspark.engine.ModelShape;
import dev.longspark.engine.Scoring;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What shapes can say and the programs do not compute: the one place that refuses it, by name and
 * before anything is loaded.
 */
final class ProgramLimits {
  /** The catalogues of {@code torchscript/block.py}. */
  static final Set<String> ATTENTIONS = Set.of("heads", "matrix", "none");

  static final Set<String> FEED_FORWARDS = Set.of("silu", "gelu", "gelu_tanh", "matrix", "none");

  private ProgramLimits() {}

  /**
   * Holds a shape to what the programs compute.
   *
   * @param place of its config.json
   * @throws IllegalArgumentException naming what they do not
   */
  static void require(ModelShape shape, String place) {
    for (int i = 0; i < shape.layers().size(); i++) {
      List<String> beyond = beyond(shape.layers().get(i));
      if (!beyond.isEmpty()) {
        throw new IllegalArgumentException(
            "Cannot compute the model of %s: layer %d has %s"
                .formatted(place, i, String.join(", ", beyond)));
      }
    }
  }

  private static List<String> beyond(LayerShape layer) {
    List<String> beyond = new ArrayList<>();
    AttentionShape attention = layer.attention();
    attention.full().ifPresent(full -> addScoring(beyond, full.scoring()));
    if (!ATTENTIONS.contains(attention.program())) {
      beyond.add("attention of the kind " + attention.program());
    }
    FeedForwardShape feedForward = layer.feedForward();
    if (!FEED_FORWARDS.contains(feedForward.program())) {
      beyond.add("a feed-forward network of the kind " + feedForward.program());
    }
    return beyond;
  }

  private static void addScoring(List<String> beyond, Scoring scoring) {
    if (scoring.sinks()) {
      beyond.add("attention sinks");
    }
  }
}
