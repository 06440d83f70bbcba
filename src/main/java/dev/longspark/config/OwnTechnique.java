package dev.longspark.config;

import java.io.Serializable;
import java.util.List;

/**
 * A technique that the study defines: one value on each axis, its kinds still as text.
 *
 * @param name the user's name for it
 * @param compression first axis
 * @param variant second axis
 * @param weights third axis
 * @param cache fourth axis
 */
public record OwnTechnique(
    String name, Compression compression, ModelVariant variant, Weights weights, Cache cache)
    implements Serializable {

  /**
   * Prompt compression as written.
   *
   * @param kind its name
   * @param rate share of the context to keep, 0 for the kind's own
   * @param forceTokens words that always stay
   * @param forceDigits keep tokens with a digit
   * @param dropConsecutive drop repeated force tokens
   */
  public record Compression(
      String kind,
      double rate,
      List<String> forceTokens,
      boolean forceDigits,
      boolean dropConsecutive)
      implements Serializable {
    /** Copies the list. */
    public Compression {
      forceTokens = List.copyOf(forceTokens);
    }
  }

  /**
   * Weight format as written.
   *
   * @param format its name
   * @param precision of full weights and of activations
   * @param from the model's word for its low-bit checkpoint, empty text for the four-bit one
   */
  public record Weights(String format, String precision, String from) implements Serializable {}

  /**
   * Cache policy as written; 0 stands for the kind's own value.
   *
   * @param kind its name
   * @param bits of one code
   * @param groupSize values that share a scale
   * @param residualLength newest tokens in full precision
   */
  public record Cache(String kind, int bits, int groupSize, int residualLength)
      implements Serializable {}
}
