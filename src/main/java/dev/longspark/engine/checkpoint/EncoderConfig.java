package dev.longspark.engine.checkpoint;

import dev.longspark.engine.EncoderShape;
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
        config.integer("hidden_size"),
        config.integer("num_hidden_layers"),
        config.integer("num_attention_heads"),
        config.integer("intermediate_size"),
        config.integer("vocab_size"),
        config.integer("max_position_embeddings", DEFAULT_POSITIONS),
        config.integer("type_vocab_size", DEFAULT_TYPES),
        config.number("layer_norm_eps", DEFAULT_EPSILON),
        config.integer("pad_token_id", bert ? 0 : 1),
        labels(config));
  }

  private static int labels(JsonObject config) {
    return config.has("id2label")
        ? config.child("id2label").node().size()
        : config.integer("num_labels", DEFAULT_LABELS);
  }
}
