package dev.longspark.engine.family;

import dev.longspark.engine.Activation;
import dev.longspark.engine.AttentionShape;
import dev.longspark.engine.LayerShape;
import dev.longspark.engine.ModelShape;
import dev.longspark.engine.NormPlacement;
import dev.longspark.engine.NormShape;
import dev.longspark.engine.Projections;
import dev.longspark.engine.Projections.HeadNorm;
import dev.longspark.engine.Rope;
import dev.longspark.engine.Scales;
import dev.longspark.engine.Scoring;
import java.util.List;

/**
 * What Gemma 2 and Gemma 3 have in common.
 *
 * @param config the file
 * @param defaultPositions of the class
 * @param headNorm the norm of queries and keys
 */
record GemmaLayers(JsonObject config, int defaultPositions, HeadNorm headNorm) {
  private static final int DEFAULT_HEADS = 8;
  private static final int DEFAULT_KV_HEADS = 4;
  private static final int DEFAULT_HEAD_DIM = 256;
  private static final int DEFAULT_QUERY_SCALAR = 256;
  private static final int DEFAULT_WINDOW = 4096;
  private static final double DEFAULT_EPSILON = 1e-6;

  int headDim() {
    return new DecoderKeys(config).headDim(DEFAULT_HEAD_DIM);
  }

  /**
   * The model.
   *
   * @param sliding which layers have a window
   * @param local rotation of these
   * @param global rotation of the others
   * @param scoreCap of the class, where the file does not say
   * @param logitCap the same
   */
  ModelShape model(
      List<Boolean> sliding, Rope local, Rope global, double scoreCap, double logitCap) {
    DecoderKeys keys = new DecoderKeys(config);
    keys.requireFalse("use_bidirectional_attention");
    Scoring all =
        new Scoring(
            1 / Math.sqrt(config.number("query_pre_attn_scalar", DEFAULT_QUERY_SCALAR)),
            cap("attn_logit_softcapping", scoreCap),
            Scoring.UNLIMITED,
            false);
    Scoring windowed = keys.windowed(all, DEFAULT_WINDOW);
    Activation activation = keys.activation("hidden_activation", "gelu_pytorch_tanh");
    Projections projections = keys.projections(headNorm);
    List<LayerShape> layers =
        sliding.stream()
            .map(
                slides ->
                    new AttentionShape.Full(
                        config.integer("num_attention_heads", DEFAULT_HEADS),
                        config.integer(
                            "num_key_value_heads", DEFAULT_KV_HEADS, 1, ConfigBounds.HEADS),
                        headDim(),
                        slides ? local : global,
                        slides ? windowed : all,
                        projections))
            .map(
                attention ->
                    new LayerShape(
                        attention, keys.gated(activation, false, false), NormPlacement.BOTH, 1))
            .toList();
    double epsilon = config.number("rms_norm_eps", DEFAULT_EPSILON);
    return keys.model(
        defaultPositions,
        true,
        new NormShape(NormShape.Kind.RMS_PLUS_ONE, epsilon),
        new Scales(Math.sqrt(keys.hidden()), 1, cap("final_logit_softcapping", logitCap)),
        layers);
  }

  /** A key that is absent means the class's cap, one that is null none. */
  private double cap(String key, double ofClass) {
    return config.names(key) && !config.has(key)
        ? Double.POSITIVE_INFINITY
        : config.number(key, ofClass);
  }

  /**
   * What files call a layer's vector.
   *
   * @param usual what others call it
   */
  static String vector(String name, String usual) {
    return name.equals(LayerShape.FEED_FORWARD_NORM) ? "pre_feedforward_layernorm.weight" : usual;
  }
}
