package dev.longspark.forecast;

import dev.longspark.config.Study;
import dev.longspark.engine.ModelShape;
import dev.longspark.engine.checkpoint.WeightFormat;
import dev.longspark.engine.family.DecoderModel;
import dev.longspark.plan.Technique;

/**
 * Predicts how long a sample takes, from shapes and the machine's two limits.
 *
 * <p><em>Formula:</em> prefill = (2 * block weights that a token meets + 2 * tokens * query widths
 * of all layers, less where windows are shorter) * tokens operations; each new token reads the
 * weights (of an untied embedding only a row) and the cache once; both divided by the share of the
 * limits that a run reaches. Of B samples that are decoded together each has a Bth of the reading
 * of the weights, but no token takes less than its operations do. A sample passes the devices of a
 * replica one after the other, so its time is that of one device.
 */
final class CostModel {
  private static final double TERA = 1e12;

  private final ModelShape shape;
  private final Technique technique;
  private final double operationsPerSecond;
  private final double bytesPerSecond;
  private final long readBytes;

  CostModel(
      DecoderModel model, Technique technique, WeightFormat weights, Study.Resources resources) {
    shape = model.shape();
    this.technique = technique;
    operationsPerSecond = resources.teraflops() * TERA * resources.efficiency();
    bytesPerSecond = resources.bandwidth() * resources.efficiency();
    long embedding = shape.embeddingParameters() * weights.precision().bytes();
    readBytes = weights.weightBytes(model) - (shape.tiedEmbeddings() ? 0 : embedding);
  }

  /**
   * Seconds of one sample on one replica.
   *
   * @param promptTokens that the model reads
   * @param newTokens that it writes
   */
  double seconds(int promptTokens, int newTokens) {
    double attention =
        shape.layers().stream()
            .mapToDouble(layer -> layer.attention().operationsPerToken(promptTokens))
            .sum();
    double operations = 2.0 * shape.activeMatrixParameters() + attention;
    double prefill = promptTokens * operations / operationsPerSecond;
    long cache =
        technique
            .cache()
            .bytes(shape, technique.weights().precision(), promptTokens, newTokens / 2);
    int batch = technique.batching().size();
    double token = ((double) readBytes / batch + cache) / bytesPerSecond;
    if (batch > 1) {
      // The output matrix is as large as the embedding.
      double multiplied = shape.activeMatrixParameters() + (double) shape.embeddingParameters();
      token = Math.max(token, 2 * multiplied / operationsPerSecond);
    }
    return prefill + newTokens * token;
  }
}
