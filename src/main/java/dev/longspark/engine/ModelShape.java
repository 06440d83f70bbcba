package dev.longspark.engine;

import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Everything about a decoder that its weights do not say; sizes are counted from it.
 *
 * @param hidden width of the residual stream
 * @param vocabulary rows of the embedding and of the output matrix
 * @param maxPositions declared context length; a limit to warn about, not used in arithmetic
 * @param tiedEmbeddings whether the output matrix is the embedding
 * @param norm wherever it norms
 * @param scales before and behind the blocks
 * @param layers the blocks in order
 */
public record ModelShape(
    int hidden,
    int vocabulary,
    int maxPositions,
    boolean tiedEmbeddings,
    NormShape norm,
    Scales scales,
    List<LayerShape> layers)
    implements Serializable {

  public ModelShape {
    Objects.requireNonNull(norm, "norm");
    Objects.requireNonNull(scales, "scales");
    layers = List.copyOf(layers);
    requirePositive("hidden width", hidden);
    requirePositive("vocabulary", vocabulary);
    requirePositive("max positions", maxPositions);
    requirePositive("layer count", layers.size());
  }

  /** The same model with other blocks. */
  public ModelShape withLayers(List<LayerShape> others) {
    return new ModelShape(hidden, vocabulary, maxPositions, tiedEmbeddings, norm, scales, others);
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

  /** Weights of the matrices inside the blocks that one token meets. */
  public long activeMatrixParameters() {
    return layers.stream().mapToLong(layer -> layer.activeMatrixParameters(hidden)).sum();
  }

  /** Weights of the embedding. */
  public long embeddingParameters() {
    return (long) vocabulary * hidden;
  }

  /** Bytes of all tensors in one precision. */
  public long weightBytes(Precision precision) {
    return parameters() * precision.bytes();
  }

  /** The attentions of the layers that have one, in their order. */
  public List<AttentionShape.Full> attentions() {
    return layers.stream()
        .map(layer -> layer.attention().full())
        .flatMap(Optional::stream)
        .toList();
  }

  /** The rotations of its layers, each once. */
  public List<Rope> ropes() {
    return attentions().stream().map(AttentionShape.Full::rope).distinct().toList();
  }

  /** The attentions that look back at all of so many tokens, however far. */
  public List<AttentionShape.Full> seeing(int tokens) {
    return attentions().stream().filter(each -> !each.scoring().slides(tokens)).toList();
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
