package dev.longspark.config;

import java.io.Serializable;
import java.util.List;
import java.util.Map;

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
   * Cache policy as written.
   *
   * @param keep which tokens of the prompt
   * @param store in what form
   */
  public record Cache(Kind keep, Kind store) implements Serializable {}

  /**
   * One kind as written.
   *
   * @param name the kind's
   * @param settings by their keys, those that are given; the others are the kind's own
   */
  public record Kind(String name, Map<String, String> settings) implements Serializable {
    /** Copies the map. */
    public Kind {
      settings = Map.copyOf(settings);
    }
  }
}
