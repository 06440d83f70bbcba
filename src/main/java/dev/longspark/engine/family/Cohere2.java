package dev.longspark.engine.family;

import dev.longspark.engine.AttentionShape;
import dev.longspark.engine.LayerShape;
import dev.longspark.engine.ModelShape;
import dev.longspark.engine.NormPlacement;
import dev.longspark.engine.NormShape;
import dev.longspark.engine.Projections.HeadNorm;
import dev.longspark.engine.Rope;
import dev.longspark.engine.Scales;
import dev.longspark.engine.Scoring;
import java.util.List;

/**
 * Cohere 2 (Command R7B): both halves of a block take the same normed states; three of four layers
 * have a window and turn neighbouring channels, the fourth sees everything and knows no positions.
 */
final class Cohere2 implements DecoderFamily {
  private static final int DEFAULT_POSITIONS = 8192;
  private static final int DEFAULT_PATTERN = 4;
  private static final int DEFAULT_WINDOW = 4096;
  private static final double DEFAULT_EPSILON = 1e-5;
  private static final double DEFAULT_LOGIT_SCALE = 0.0625;

  @Override
  public String className() {
    return "Cohere2ForCausalLM";
  }

  @Override
  public String modelType() {
    return "cohere2";
  }

  @Override
  public ModelShape shape(JsonObject config) {
    DecoderKeys keys = new DecoderKeys(config);
    Rope halves = keys.rope(DEFAULT_POSITIONS);
    Rope rope =
        new Rope(halves.theta(), halves.channels(), Rope.Pairing.NEIGHBOURS, halves.scaling());
    Scoring all = Scoring.usual(keys.headDim());
    Scoring windowed = keys.windowed(all, DEFAULT_WINDOW);
    List<LayerShape> layers =
        new LayerTypes(config, keys.layers())
            .slidingBut("sliding_window_pattern", DEFAULT_PATTERN).stream()
                .map(
                    slides ->
                        new AttentionShape.Full(
                            keys.heads(),
                            keys.kvHeads(),
                            keys.headDim(),
                            slides ? rope : Rope.NONE,
                            slides ? windowed : all,
                            keys.projections(HeadNorm.NONE)))
                .map(
                    attention ->
                        new LayerShape(
                            attention,
                            keys.gated(keys.activation("hidden_act", "silu"), false, false),
                            NormPlacement.SHARED,
                            1))
                .toList();
    double epsilon = config.number("layer_norm_eps", DEFAULT_EPSILON);
    return keys.model(
        DEFAULT_POSITIONS,
        true,
        new NormShape(NormShape.Kind.LAYER, epsilon),
        new Scales(1, config.number("logit_scale", DEFAULT_LOGIT_SCALE), Double.POSITIVE_INFINITY),
        layers);
  }
}
