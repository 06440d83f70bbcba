package dev.longspark.engine.family;

import dev.longspark.engine.Activation;
import dev.longspark.engine.FeedForwardShape;
import dev.longspark.engine.LayerShape;
import dev.longspark.engine.ModelShape;
import dev.longspark.engine.NormShape;
import dev.longspark.engine.Projections;
import dev.longspark.engine.Rope;
import dev.longspark.engine.Scales;
import dev.longspark.engine.Scoring;
import java.util.List;

/**
 * The keys of a config.json that most decoders share, in those of 2024 or of transformers 5.
 *
 * @param config the file
 */
record DecoderKeys(JsonObject config) {
  private static final double DEFAULT_EPSILON = 1e-6;
  private static final String WINDOW = "sliding_window";
  private static final String ACTIVATION = "hidden_act";
  private static final String ATTENTION_BIAS = "attention_bias";
  private static final String MLP_BIAS = "mlp_bias";

  /** A model with the norms of a Llama, and nothing scaled. */
  ModelShape model(int defaultPositions, List<LayerShape> layers) {
    return model(defaultPositions, false, rms(DEFAULT_EPSILON), Scales.NONE, layers);
  }

  /** A model of other norms or scales, or whose output matrix is the embedding by default. */
  ModelShape model(
      int defaultPositions, boolean tied, NormShape norm, Scales scales, List<LayerShape> layers) {
    return new ModelShape(
        hidden(),
        config.integer("vocab_size", 1, ConfigBounds.VOCABULARY),
        positions(defaultPositions),
        config.truth("tie_word_embeddings", tied),
        norm,
        scales,
        layers);
  }

  /** The norm of a Llama. */
  NormShape rms(double defaultEpsilon) {
    return NormShape.rms(ConfigBounds.epsilon(config, "rms_norm_eps", defaultEpsilon));
  }

  int hidden() {
    return config.integer("hidden_size", 1, ConfigBounds.WIDTH);
  }

  int layers() {
    return config.integer("num_hidden_layers", 1, ConfigBounds.LAYERS);
  }

  int heads() {
    return config.integer("num_attention_heads", 1, ConfigBounds.HEADS);
  }

  /** As many as there are heads, where the file does not say. */
  int kvHeads() {
    return config.integer("num_key_value_heads", heads(), 1, ConfigBounds.HEADS);
  }

  int headDim() {
    int heads = heads();
    int hidden = hidden();
    if (!config.has("head_dim") && (heads < 1 || hidden % heads != 0)) {
      throw config.invalid("num_attention_heads", "must divide hidden_size " + hidden);
    }
    return headDim(hidden / heads);
  }

  /** The width of a head, where the file does not say it a number of the class. */
  int headDim(int otherwise) {
    int headDim = config.integer("head_dim", otherwise, 2, ConfigBounds.HEAD_DIM);
    if (config.has("head_dim") && headDim % 2 != 0) {
      throw config.invalid("head_dim", "must be even: rotation works on pairs");
    }
    return headDim;
  }

  /**
   * Scores over a window of the newest tokens.
   *
   * @param otherwise tokens of a window where the file does not say it; a 0 or null means none
   */
  Scoring windowed(Scoring all, int otherwise) {
    if (config.names(WINDOW) && !config.has(WINDOW)) {
      return all;
    }
    int window = config.integer(WINDOW, otherwise);
    if (window < 0) {
      throw config.invalid(WINDOW, "must be a number of tokens, or null for no window");
    }
    return window == 0 ? all : all.within(window);
  }

  /** Holds the activation to be SiLU, and the matrices to have no bias. */
  void requirePlainMatrices() {
    if (activation() != Activation.SILU) {
      throw config.invalid(ACTIVATION, "must be silu");
    }
    requireFalse(ATTENTION_BIAS, MLP_BIAS);
  }

  /** Holds what the class has no use for to be absent or false. */
  void requireFalse(String... keys) {
    for (String key : keys) {
      if (config.truth(key, false)) {
        throw config.invalid(key, "must be false");
      }
    }
  }

  /** Three matrices and one behind, all with a bias or none. */
  Projections projections(Projections.HeadNorm norm) {
    boolean bias = config.truth(ATTENTION_BIAS, false);
    return new Projections(false, bias, bias, norm);
  }

  /** The gated network, with a bias everywhere if the file says so. */
  FeedForwardShape.Gated gated() {
    return gated(activation(), false, config.truth(MLP_BIAS, false));
  }

  FeedForwardShape.Gated gated(Activation activation, boolean fused, boolean bias) {
    return new FeedForwardShape.Gated(
        config.integer("intermediate_size", 1, ConfigBounds.WIDTH), activation, fused, bias);
  }

  private Activation activation() {
    return activation(ACTIVATION, "silu");
  }

  /** The gate's activation. */
  Activation activation(String key, String otherwise) {
    return switch (config.text(key, otherwise)) {
      case "silu", "swish" -> Activation.SILU;
      case "gelu" -> Activation.GELU;
      case "gelu_pytorch_tanh", "gelu_new" -> Activation.GELU_TANH;
      default -> throw config.invalid(key, "must be silu, gelu or gelu_pytorch_tanh");
    };
  }

  /** The rotation of all channels of a head. */
  Rope rope(int defaultPositions) {
    return rope(defaultPositions, RopeKeys.DEFAULT_THETA);
  }

  /** The same with another base where the file has none. */
  Rope rope(int defaultPositions, double defaultTheta) {
    return new RopeKeys(config, defaultTheta, positions(defaultPositions)).rope(headDim());
  }

  int positions(int defaultPositions) {
    return config.integer("max_position_embeddings", defaultPositions, 1, ConfigBounds.POSITIONS);
  }
}
