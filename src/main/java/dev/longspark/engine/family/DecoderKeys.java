package dev.longspark.engine.family;

import dev.longspark.engine.LayerShape;
import dev.longspark.engine.ModelShape;
import dev.longspark.engine.NormShape;
import dev.longspark.engine.Rope;
import dev.longspark.engine.RopeScaling;
import dev.longspark.engine.Scales;
import java.util.List;

/**
 * The keys of a config.json that most decoders share, in those of 2024 or of transformers 5.
 *
 * @param config the file
 */
record DecoderKeys(JsonObject config) {
  private static final double DEFAULT_EPSILON = 1e-6;
  private static final double DEFAULT_THETA = 10000;

  /** A model with the norms of a Llama, and nothing scaled. */
  ModelShape model(int defaultPositions, List<LayerShape> layers) {
    return new ModelShape(
        hidden(),
        config.integer("vocab_size"),
        config.integer("max_position_embeddings", defaultPositions),
        config.truth("tie_word_embeddings", false),
        NormShape.rms(config.number("rms_norm_eps", DEFAULT_EPSILON)),
        Scales.NONE,
        layers);
  }

  int hidden() {
    return config.integer("hidden_size");
  }

  int layers() {
    return config.integer("num_hidden_layers");
  }

  int heads() {
    return config.integer("num_attention_heads");
  }

  int headDim() {
    int heads = heads();
    int hidden = hidden();
    if (!config.has("head_dim") && (heads < 1 || hidden % heads != 0)) {
      throw config.invalid("num_attention_heads", "must divide hidden_size " + hidden);
    }
    return config.integer("head_dim", hidden / heads);
  }

  /** Holds the activation to be SiLU, and the matrices to have no bias. */
  void requirePlainMatrices() {
    if (!config.text("hidden_act", "silu").equals("silu")) {
      throw config.invalid("hidden_act", "must be silu");
    }
    if (!config.has("hidden_act")) {
      throw config.missing("hidden_act");
    }
    for (String key : List.of("attention_bias", "mlp_bias")) {
      if (config.truth(key, false)) {
        throw config.invalid(key, "must be false");
      }
    }
  }

  /** The rotation of all channels of a head. */
  Rope rope() {
    if (config.has("rope_parameters")) {
      JsonObject parameters = config.child("rope_parameters");
      return rope(parameters, parameters.number("rope_theta", DEFAULT_THETA));
    }
    double theta = config.number("rope_theta", DEFAULT_THETA);
    return config.has("rope_scaling")
        ? rope(config.child("rope_scaling"), theta)
        : Rope.unscaled(theta, headDim());
  }

  private Rope rope(JsonObject scaling, double theta) {
    if (scaling.number("partial_rotary_factor", 1) != 1) {
      throw scaling.invalid("partial_rotary_factor", "must be 1");
    }
    String key = scaling.has("rope_type") || !scaling.has("type") ? "rope_type" : "type";
    return switch (scaling.text(key, "default")) {
      case "default" -> Rope.unscaled(theta, headDim());
      case "llama3" -> new Rope(theta, headDim(), llama3(scaling));
      default -> throw scaling.invalid(key, "must be default or llama3");
    };
  }

  private static RopeScaling llama3(JsonObject scaling) {
    return new RopeScaling.Llama3(
        scaling.number("factor"),
        scaling.number("low_freq_factor"),
        scaling.number("high_freq_factor"),
        scaling.integer("original_max_position_embeddings"));
  }
}
