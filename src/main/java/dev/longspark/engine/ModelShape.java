package dev.longspark.engine;

import java.io.Serializable;
import java.util.List;
import java.util.Objects;

/**
 * Everything about a decoder that its weights do not say; sizes are counted from it.
 *
 * @param hidden width of the residual stream
 * @param vocabulary rows of the embedding and of the output matrix
 * @param maxPositions declared context length; a limit to warn about, not used in arithmetic
 * @param normEpsilon of every RMS norm
 * @param tiedEmbeddings whether the output matrix is the embedding
 * @param slidingWindow tokens that attention looks back, 0 for all
 * @param layers the blocks in order
 */
public record ModelShape(
    int hidden,
    int vocabulary,
    int maxPositions,
    double normEpsilon,
    boolean tiedEmbeddings,
    Rope rope,
    int slidingWindow,
    List<LayerShape> layers)
    implements Serializable {

  public ModelShape {
    Objects.requireNonNull(rope, "rope");
    layers = List.copyOf(layers);
    requirePositive("hidden width", hidden);
    requirePositive("vocabulary", vocabulary);
    requirePositive("max positions", maxPositions);
    requirePositive("layer count", layers.size());
    if (!(normEpsilon > 0) || slidingWindow < 0) {
      throw new IllegalArgumentException(
          "Invalid norm epsilon " + normEpsilon + " or sliding window " + slidingWindow);
    }
  }

  /** Weights of all tensors; a tied embedding counts once. */
  public long parameters() {
    long blocks = layers.stream().mapToLong(layer -> layer.parameters(hidden)).sum();
    return blocks + embeddingParameters() * (tiedEmbeddings ? 1 : 2) + hidden;
  }

  /** Weights of the matrices inside the blocks: what a 4-bit format quantizes. */
  public long matrixParameters() {
    return layers.stream().mapToLong(layer -> layer.matrixParameters(hidden)).sum();
  }

  /** Weights of the embedding. */
  public long embeddingParameters() {
    return (long) vocabulary * hidden;
  }

  /** Bytes of all tensors in one precision. */
  public long weightBytes(Precision precision) {
    return parameters() * precision.bytes();
  }

  /** Values (keys and values together) that one token adds to the caches of all layers. */
  public long keyValuesPerToken() {
    return layers.stream().mapToLong(layer -> layer.attention().keyValueWidth()).sum();
  }

  /** Bytes that one token adds to an unquantized cache. */
  public long keyValueBytesPerToken(Precision precision) {
    return keyValuesPerToken() * precision.bytes();
  }

  private static void requirePositive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException("Invalid " + name + ": " + value + " (must be > 0)");
    }
  }
}
