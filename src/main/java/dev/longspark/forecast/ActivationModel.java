package dev.longspark.forecast;

import dev.longspark.engine.LayerShape;
import dev.longspark.engine.ModelShape;
import dev.longspark.engine.Rope;
import dev.longspark.engine.checkpoint.LowBit;
import dev.longspark.engine.checkpoint.WeightFormat;
import java.util.List;

/**
 * Predicts the working memory of a prefill, which the engine does layer by layer and, within a
 * layer, chunk by chunk.
 *
 * <p><em>Formula:</em> (tokens * (hidden + 2 turned channels of each rotation) for the residual
 * stream and the rotations + chunk * (4 hidden + 2 query + 4 key-value + 3 feed-forward widths) of
 * the widest layer) * bytes; low-bit weights add one layer in full precision, where several chunks
 * share it; capped scores add float32 copies of one layer's keys and values and some millions of
 * scores twice.
 */
final class ActivationModel {
  private static final int CAPPED_SCORES = 1 << 22;

  private final ModelShape shape;
  private final WeightFormat weights;
  private final int chunk;

  ActivationModel(ModelShape shape, WeightFormat weights, int chunk) {
    this.shape = shape;
    this.weights = weights;
    this.chunk = chunk;
  }

  /** The peak of some layers on one device, bytes. */
  long bytes(List<LayerShape> layers, int promptTokens) {
    long residual = (long) promptTokens * (shape.hidden() + 2L * turnedChannels());
    long inChunk =
        Math.min(chunk, promptTokens) * layers.stream().mapToLong(this::width).max().orElse(0);
    long unpacked =
        weights instanceof LowBit ? layers.stream().mapToLong(this::matrices).max().orElse(0) : 0;
    return (residual + inChunk + unpacked) * weights.precision().bytes()
        + cappedValues(layers, promptTokens) * Float.BYTES;
  }

  private long cappedValues(List<LayerShape> layers, int promptTokens) {
    return layers.stream()
        .flatMap(layer -> layer.attention().full().stream())
        .filter(attention -> Double.isFinite(attention.scoring().cap()))
        .mapToLong(
            attention ->
                attention.keyValueWidth() * promptTokens
                    + 2 * Math.min(CAPPED_SCORES, (long) attention.heads() * chunk * promptTokens))
        .max()
        .orElse(0);
  }

  private int turnedChannels() {
    return shape.ropes().stream().mapToInt(Rope::channels).sum();
  }

  private long matrices(LayerShape layer) {
    return layer.matrixParameters(shape.hidden());
  }

  private long width(LayerShape layer) {
    return 4L * shape.hidden()
        + layer.attention().workingValues()
        + layer.feedForward().workingValues();
  }
}
