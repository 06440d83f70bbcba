package dev.longspark.engine.family;

import dev.longspark.engine.AttentionShape;
import dev.longspark.engine.LayerShape;
import dev.longspark.engine.ModelShape;
import dev.longspark.engine.Projections;
import dev.longspark.engine.Rope;
import dev.longspark.engine.Scoring;
import java.util.List;

/**
 * What the dense models of Qwen have in common: windows that a file has to switch on, and that then
 * hold from some layer on. Published files name a window and leave it off.
 */
record QwenLayers(DecoderKeys keys) {
  private static final int DEFAULT_POSITIONS = 32768;
  private static final int DEFAULT_WINDOW = 4096;
  private static final int DEFAULT_FIRST = 28;
  private static final String SWITCH = "use_sliding_window";

  ModelShape model(int headDim, Projections projections) {
    JsonObject config = keys.config();
    Rope rope =
        new RopeKeys(config, RopeKeys.DEFAULT_THETA, keys.positions(DEFAULT_POSITIONS))
            .rope(headDim);
    Scoring all = Scoring.usual(headDim);
    Scoring windowed = keys.windowed(all, DEFAULT_WINDOW);
    List<LayerShape> layers =
        sliding(config).stream()
            .map(
                slides ->
                    new AttentionShape.Full(
                        keys.heads(),
                        keys.kvHeads(),
                        headDim,
                        rope,
                        slides ? windowed : all,
                        projections))
            .map(attention -> new LayerShape(attention, keys.gated()))
            .toList();
    return keys.model(DEFAULT_POSITIONS, layers);
  }

  private List<Boolean> sliding(JsonObject config) {
    LayerTypes types = new LayerTypes(config, keys.layers());
    if (!config.truth(SWITCH, false)) {
      return types.none(SWITCH);
    }
    int first = config.integer("max_window_layers", DEFAULT_FIRST);
    return types.sliding(layer -> layer >= first);
  }
}
