package dev.longspark.forecast;

import dev.longspark.config.Study;
import dev.longspark.engine.AttentionShape;
import dev.longspark.engine.ModelShape;
import dev.longspark.plan.Technique;

/**
 * Predicts how long a sample takes, from shapes and the machine's two limits.
 *
 * <p><em>Formula:</em> prefill = (2 * block weights + 2 * tokens * query widths of all layers) *
 * tokens operations; each new token reads the weights (of an untied embedding only a row) and the
 * cache once; both divided by the share of the limits that a run reaches. A sample passes the
 * devices of a replica one after the other, so its time is that of one device.
 */
final class CostModel {
  private static final double TERA = 1e12;

  private final ModelShape shape;
  private final Technique technique;
  private final double operationsPerSecond;
  private final double bytesPerSecond;
  private final long queryWidths;
  private final long readBytes;

  CostModel(ModelShape shape, Technique technique, Study.Resources resources) {
    this.shape = shape;
    this.technique = technique;
    operationsPerSecond = resources.teraflops() * TERA * resources.efficiency();
    bytesPerSecond = resources.bandwidth() * resources.efficiency();
    queryWidths =
        shape.layers().stream()
            .map(layer -> layer.attention())
            .mapToLong(
                attention -> attention instanceof AttentionShape.Full full ? full.queryWidth() : 0)
            .sum();
    long embedding = shape.embeddingParameters() * technique.weights().precision().bytes();
    readBytes = technique.weights().weightBytes(shape) - (shape.tiedEmbeddings() ? 0 : embedding);
  }

  /**
   * Seconds of one sample on one replica.
   *
   * @param promptTokens that the model reads
   * @param newTokens that it writes
   */
  double seconds(int promptTokens, int newTokens) {
    double operations = 2.0 * shape.matrixParameters() + 2.0 * queryWidths * promptTokens;
    double prefill = promptTokens * operations / operationsPerSecond;
    long tokens = promptTokens + newTokens / 2L;
    long cache = technique.cache().bytes(shape, technique.weights().precision(), tokens);
    return prefill + newTokens * (double) (readBytes + cache) / bytesPerSecond;
  }
}
