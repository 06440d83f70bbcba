package dev.longspark.engine.checkpoint;

import dev.longspark.engine.EncoderShape;
import dev.longspark.engine.family.ConfigBounds;
import dev.longspark.engine.family.JsonObject;

/** The config.json of a token classifier, with the defaults of the model classes. */
final class EncoderConfig {
  private static final double DEFAULT_EPSILON = 1e-12;
  private static final int DEFAULT_LABELS = 2;
  private static final int DEFAULT_POSITIONS = 512;
  private static final int DEFAULT_TYPES = 2;

  private EncoderConfig() {}

  static EncoderShape shape(JsonObject config, EncoderShape.Family family) {
    if (!config.text("hidden_act", "gelu").equals("gelu")) {
      throw config.invalid("hidden_act", "must be gelu");
    }
    if (!config.text("position_embedding_type", "absolute").equals("absolute")) {
      throw config.invalid("position_embedding_type", "must be absolute");
    }
    boolean bert = family == EncoderShape.Family.BERT;
    return new EncoderShape(
        family,
        config.integer("hidden_size", 1, ConfigBounds.WIDTH),
        config.integer("num_hidden_layers", 1, ConfigBounds.LAYERS),
        config.integer("num_attention_heads", 1, ConfigBounds.HEADS),
        config.integer("intermediate_size", 1, ConfigBounds.WIDTH),
        config.integer("vocab_size", 1, ConfigBounds.VOCABULARY),
        config.integer("max_position_embeddings", DEFAULT_POSITIONS, 1, ConfigBounds.POSITIONS),
        config.integer("type_vocab_size", DEFAULT_TYPES, 0, ConfigBounds.VOCABULARY),
        ConfigBounds.epsilon(config, "layer_norm_eps", DEFAULT_EPSILON),
        config.integer("pad_token_id", bert ? 0 : 1),
        labels(config));
  }

  private static int labels(JsonObject config) {
    return config.has("id2label")
        ? config.child("id2label").node().size()
        : config.integer("num_labels", DEFAULT_LABELS);
  }
}
