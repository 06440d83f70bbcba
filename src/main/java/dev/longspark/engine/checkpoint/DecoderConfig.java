package dev.longspark.engine.checkpoint;

import dev.longspark.engine.AttentionShape;
import dev.longspark.engine.FeedForwardShape;
import dev.longspark.engine.LayerShape;
import dev.longspark.engine.ModelShape;
import dev.longspark.engine.Rope;
import java.util.Collections;
import java.util.List;

/**
 * The config.json of a decoder, in the keys of 2024 or of transformers 5, with the defaults that
 * the model classes have for absent keys.
 */
final class DecoderConfig {
  private static final double DEFAULT_EPSILON = 1e-6;
  private static final double DEFAULT_THETA = 10000;
  private static final int LLAMA_POSITIONS = 2048;
  private static final int MISTRAL_POSITIONS = 131072;
  private static final int MISTRAL_KV_HEADS = 8;
  private static final int MISTRAL_WINDOW = 4096;

  private final JsonObject config;
  private final Architecture architecture;

  private DecoderConfig(JsonObject config, Architecture architecture) {
    this.config = config;
    this.architecture = architecture;
  }

  static ModelShape shape(JsonObject config, Architecture architecture) {
    DecoderConfig decoder = new DecoderConfig(config, architecture);
    decoder.requireKnownArithmetic();
    boolean mistral = architecture == Architecture.MISTRAL;
    return new ModelShape(
        config.integer("hidden_size"),
        config.integer("vocab_size"),
        config.integer("max_position_embeddings", mistral ? MISTRAL_POSITIONS : LLAMA_POSITIONS),
        config.number("rms_norm_eps", DEFAULT_EPSILON),
        config.truth("tie_word_embeddings", false),
        decoder.rope(),
        decoder.slidingWindow(),
        decoder.layers());
  }

  private void requireKnownArithmetic() {
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

  private int slidingWindow() {
    if (architecture != Architecture.MISTRAL) {
      return 0; // the other classes have no such key
    }
    return config.names("sliding_window") ? config.integer("sliding_window", 0) : MISTRAL_WINDOW;
  }

  private List<LayerShape> layers() {
    int layers = config.integer("num_hidden_layers");
    int heads = config.integer("num_attention_heads");
    if (architecture == Architecture.NEMOTRON_NAS) {
      return NemotronBlocks.layers(config, layers, heads, headDim(heads));
    }
    int kvHeads =
        config.integer(
            "num_key_value_heads", architecture == Architecture.MISTRAL ? MISTRAL_KV_HEADS : heads);
    LayerShape layer =
        new LayerShape(
            new AttentionShape.Full(heads, kvHeads, headDim(heads)),
            new FeedForwardShape.Gated(config.integer("intermediate_size")));
    return Collections.nCopies(layers, layer);
  }

  private int headDim(int heads) {
    int hidden = config.integer("hidden_size");
    if (!config.has("head_dim") && hidden % heads != 0) {
      throw config.invalid("num_attention_heads", "must divide hidden_size " + hidden);
    }
    return config.integer("head_dim", hidden / heads);
  }

  private Rope rope() {
    if (config.has("rope_parameters")) {
      JsonObject parameters = config.child("rope_parameters");
      return rope(parameters, parameters.number("rope_theta", DEFAULT_THETA));
    }
    double theta = config.number("rope_theta", DEFAULT_THETA);
    return config.has("rope_scaling")
        ? rope(config.child("rope_scaling"), theta)
        : Rope.unscaled(theta);
  }

  private static Rope rope(JsonObject scaling, double theta) {
    if (scaling.number("partial_rotary_factor", 1) != 1) {
      throw scaling.invalid("partial_rotary_factor", "must be 1");
    }
    String key = scaling.has("rope_type") || !scaling.has("type") ? "rope_type" : "type";
    String type = scaling.text(key, "default");
    if (type.equals("default")) {
      return Rope.unscaled(theta);
    }
    if (!type.equals("llama3")) {
      throw scaling.invalid(key, "must be default or llama3");
    }
    return new Rope(
        theta,
        scaling.number("factor"),
        scaling.number("low_freq_factor"),
        scaling.number("high_freq_factor"),
        scaling.integer("original_max_position_embeddings"));
  }
}
