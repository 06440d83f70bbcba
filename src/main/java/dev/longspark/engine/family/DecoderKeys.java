package dev.longspark.engine.family;

import dev.longspark.engine.LayerShape;
import dev.longspark.engine.ModelShape;
import dev.longspark.engine.NormShape;
import dev.longspark.engine.Rope;
import dev.longspark.engine.Scales;
import java.util.List;

/**
 * The keys of a config.json that most decoders share, in those of 2024 or of transformers 5.
 *
 * @param config the file
 */
record DecoderKeys(JsonObject config) {
  private static final double DEFAULT_EPSILON = 1e-6;

  /** A model with the norms of a Llama, and nothing scaled. */
  ModelShape model(int defaultPositions, List<LayerShape> layers) {
    return new ModelShape(
        hidden(),
        config.integer("vocab_size"),
        positions(defaultPositions),
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
  Rope rope(int defaultPositions) {
    return new RopeKeys(config, RopeKeys.DEFAULT_THETA, positions(defaultPositions))
        .rope(headDim());
  }

  private int positions(int defaultPositions) {
    return config.integer("max_position_embeddings", defaultPositions);
  }
}
