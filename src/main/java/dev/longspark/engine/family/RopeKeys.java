package dev.longspark.engine.family;

import dev.longspark.engine.Rope;
import dev.longspark.engine.RopeScaling;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/**
 * Where a config.json says how positions are rotated: a non-empty {@code rope_scaling} replaces
 * {@code rope_parameters}; what the dictionary that counts does not say stands at the top level, or
 * is the class's default.
 *
 * <p><em>Source:</em> {@code RotaryEmbeddingConfigMixin} of Hugging Face transformers 5.18.
 * <em>Deviations:</em> a key that is not understood is refused, where transformers only warns.
 *
 * @param config the file
 * @param classTheta the base that the model's class has by default
 * @param maxPositions the model's declared positions
 */
record RopeKeys(JsonObject config, double classTheta, int maxPositions) {
  /** The base of most classes. */
  static final double DEFAULT_THETA = 10000;

  private static final String SCALING = "rope_scaling";
  private static final String PARAMETERS = "rope_parameters";
  private static final String THETA = "rope_theta";
  private static final String TYPE = "rope_type";
  private static final String OLD_TYPE = "type";
  private static final String PARTIAL = "partial_rotary_factor";
  private static final String ORIGINAL = "original_max_position_embeddings";
  private static final Set<String> OF_ALL_TYPES = Set.of(TYPE, OLD_TYPE, THETA, PARTIAL);
  private static final String FACTOR = "factor";
  private static final String AMPLITUDE = "attention_factor";
  private static final Set<String> OF_LLAMA3 =
      Set.of(FACTOR, "low_freq_factor", "high_freq_factor", ORIGINAL);
  private static final Set<String> OF_YARN =
      Set.of(
          FACTOR,
          AMPLITUDE,
          "beta_fast",
          "beta_slow",
          "mscale",
          "mscale_all_dim",
          "truncate",
          ORIGINAL);
  private static final Set<String> OF_LONGROPE =
      Set.of(FACTOR, AMPLITUDE, "short_factor", "long_factor", ORIGINAL);
  private static final double YARN_FAST = 32;
  private static final double YARN_SLOW = 1;
  private static final double YARN_GROWTH = 0.1;

  /**
   * The rotation of all channels of a head.
   *
   * @throws IllegalArgumentException if it is none that is known, or a key is not understood
   */
  Rope rope(int headDim) {
    JsonObject counting = counting();
    return rope(counting, theta(counting), headDim);
  }

  /** The same by a dictionary that stands elsewhere, and a base. */
  Rope rope(JsonObject counting, double theta, int headDim) {
    for (JsonObject place : List.of(config, counting)) {
      if (place.number(PARTIAL, 1) != 1) {
        throw place.invalid(PARTIAL, "must be 1");
      }
    }
    RopeScaling scaling =
        switch (type(counting)) {
          case "default" -> {
            requireKnown(counting, Set.of());
            yield new RopeScaling.None();
          }
          case "linear" -> {
            requireKnown(counting, Set.of(FACTOR));
            yield new RopeScaling.Linear(counting.number(FACTOR));
          }
          case "dynamic" -> {
            requireKnown(counting, Set.of(FACTOR));
            yield new RopeScaling.Dynamic(counting.number(FACTOR), maxPositions);
          }
          case "llama3" -> {
            requireKnown(counting, OF_LLAMA3);
            yield llama3(counting);
          }
          case "yarn" -> {
            requireKnown(counting, OF_YARN);
            yield yarn(counting);
          }
          default ->
              throw counting.invalid(
                  typeKey(counting), "must be default, linear, dynamic, llama3 or yarn");
        };
    return new Rope(theta, headDim, scaling);
  }

  /**
   * The rotation of a Phi-3, whose only scaling is LongRoPE under one of its three names.
   *
   * @param defaultOriginal positions of the training, where the file does not say
   */
  Rope phi3(int headDim, int defaultOriginal) {
    JsonObject counting = counting();
    double share = counting.number(PARTIAL, config.number(PARTIAL, 1));
    if (!(share > 0 && share <= 1)) {
      throw config.invalid(PARTIAL, "must be > 0 and <= 1");
    }
    int channels = (int) (headDim * share);
    RopeScaling scaling =
        switch (type(counting)) {
          case "default" -> {
            requireKnown(counting, Set.of());
            yield new RopeScaling.None();
          }
          case "longrope", "su", "yarn" -> {
            requireKnown(counting, OF_LONGROPE);
            yield longRope(counting, channels / 2, defaultOriginal);
          }
          default -> throw counting.invalid(typeKey(counting), "must be default or longrope");
        };
    return new Rope(theta(counting), channels, Rope.Pairing.HALVES, scaling);
  }

  private double theta(JsonObject counting) {
    JsonObject place = counting.names(THETA) ? counting : config;
    if (place.names(THETA) && !place.has(THETA)) {
      throw place.invalid(THETA, "must be a number");
    }
    return ConfigBounds.theta(counting, THETA, ConfigBounds.theta(config, THETA, classTheta));
  }

  private RopeScaling llama3(JsonObject scaling) {
    return new RopeScaling.Llama3(
        scaling.number(FACTOR),
        scaling.number("low_freq_factor"),
        scaling.number("high_freq_factor"),
        original(scaling, maxPositions));
  }

  private int original(JsonObject scaling, int otherwise) {
    return config.integer(ORIGINAL, scaling.integer(ORIGINAL, otherwise));
  }

  private RopeScaling yarn(JsonObject scaling) {
    int original = original(scaling, maxPositions);
    double factor = scaling.number(FACTOR, (double) maxPositions / original);
    double scale = scaling.number("mscale", 0);
    double scaleOfAll = scaling.number("mscale_all_dim", 0);
    double amplitude =
        scale != 0 && scaleOfAll != 0
            ? yarnAmplitude(factor, scale) / yarnAmplitude(factor, scaleOfAll)
            : yarnAmplitude(factor, 1);
    double fast = scaling.number("beta_fast", 0);
    double slow = scaling.number("beta_slow", 0);
    return new RopeScaling.Yarn(
        factor,
        fast == 0 ? YARN_FAST : fast,
        slow == 0 ? YARN_SLOW : slow,
        scaling.truth("truncate", true),
        original,
        scaling.number(AMPLITUDE, amplitude));
  }

  private static double yarnAmplitude(double factor, double scale) {
    return factor <= 1 ? 1 : YARN_GROWTH * scale * Math.log(factor) + 1;
  }

  private RopeScaling longRope(JsonObject scaling, int pairs, int defaultOriginal) {
    int original = original(scaling, defaultOriginal);
    double factor = scaling.number(FACTOR, (double) maxPositions / original);
    double amplitude = factor <= 1 ? 1 : Math.sqrt(1 + Math.log(factor) / Math.log(original));
    return new RopeScaling.LongRope(
        factors(scaling, "short_factor", pairs),
        factors(scaling, "long_factor", pairs),
        original,
        scaling.number(AMPLITUDE, amplitude));
  }

  private static List<Double> factors(JsonObject scaling, String key, int pairs) {
    List<Double> factors = scaling.numbers(key);
    if (factors.size() != pairs) {
      throw scaling.invalid(key, "must be " + pairs + " numbers, one for two channels");
    }
    return factors;
  }

  /** Where the file contradicts itself, and what counts. */
  List<String> disagreements() {
    List<String> lines = new ArrayList<>();
    JsonObject counting = counting();
    if (isFilled(SCALING) && isFilled(PARAMETERS)) {
      boolean same = config.child(SCALING).node().equals(config.child(PARAMETERS).node());
      if (!same) {
        lines.add("config.json has rope_scaling, which counts, and another rope_parameters");
      }
    }
    if (counting.has(OLD_TYPE) && !counting.text(OLD_TYPE, "").equals(type(counting))) {
      lines.add(
          "the rope of config.json has rope_type '%s', which counts, and type '%s'"
              .formatted(type(counting), counting.text(OLD_TYPE, "")));
    }
    if (contradict(THETA, counting)) {
      lines.add(
          "rope_theta is %s at the top of config.json, %s in its rope dictionary, which counts"
              .formatted(config.node().get(THETA), counting.node().get(THETA)));
    }
    if (contradict(ORIGINAL, counting)) {
      lines.add(
          "%s is %s at the top of config.json, which counts, %s in its rope dictionary"
              .formatted(ORIGINAL, config.node().get(ORIGINAL), counting.node().get(ORIGINAL)));
    }
    return lines;
  }

  private boolean contradict(String key, JsonObject counting) {
    return config.has(key) && counting.has(key) && config.number(key) != counting.number(key);
  }

  /** The dictionary that counts; an empty one if the file has none. */
  private JsonObject counting() {
    if (isFilled(SCALING)) {
      return config.child(SCALING);
    }
    return isFilled(PARAMETERS) ? config.child(PARAMETERS) : config.empty(PARAMETERS);
  }

  private boolean isFilled(String key) {
    if (config.has(key) && !config.node().get(key).isObject()) {
      throw config.invalid(key, "must be an object");
    }
    return config.has(key) && !config.node().get(key).isEmpty();
  }

  private static String type(JsonObject rope) {
    return rope.text(typeKey(rope), "default");
  }

  private static String typeKey(JsonObject rope) {
    return rope.has(TYPE) || !rope.has(OLD_TYPE) ? TYPE : OLD_TYPE;
  }

  private static void requireKnown(JsonObject rope, Set<String> ofType) {
    for (Iterator<String> keys = rope.node().fieldNames(); keys.hasNext(); ) {
      String key = keys.next();
      if (rope.has(key) && !OF_ALL_TYPES.contains(key) && !ofType.contains(key)) {
        throw rope.invalid(key, "rope type '" + type(rope) + "' has no such key");
      }
    }
  }
}
