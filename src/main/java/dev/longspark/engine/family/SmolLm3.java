package dev.longspark.engine.family;

import dev.longspark.engine.AttentionShape;
import dev.longspark.engine.LayerShape;
import dev.longspark.engine.ModelShape;
import dev.longspark.engine.Projections.HeadNorm;
import dev.longspark.engine.Rope;
import dev.longspark.engine.Scales;
import dev.longspark.engine.Scoring;
import java.util.List;
import java.util.stream.IntStream;

/** SmolLM3: a Llama whose every fourth layer turns nothing, so that it knows no positions. */
final class SmolLm3 implements DecoderFamily {
  private static final int DEFAULT_POSITIONS = 32768;
  private static final int DEFAULT_KV_HEADS = 4;
  private static final double DEFAULT_THETA = 2e6;
  private static final double DEFAULT_EPSILON = 1e-6;
  private static final int DEFAULT_INTERVAL = 4;
  private static final String ROPE_LAYERS = "no_rope_layers";
  private static final String INTERVAL = "no_rope_layer_interval";
  private static final String SWITCH = "use_sliding_window";

  @Override
  public String className() {
    return "SmolLM3ForCausalLM";
  }

  @Override
  public String modelType() {
    return "smollm3";
  }

  @Override
  public ModelShape shape(JsonObject config) {
    DecoderKeys keys = new DecoderKeys(config);
    List<Boolean> turned = turned(config, keys.layers());
    List<Boolean> sliding = sliding(config, turned);
    Rope rope = keys.rope(DEFAULT_POSITIONS, DEFAULT_THETA);
    Scoring all = Scoring.usual(keys.headDim());
    Scoring windowed = keys.windowed(all, Scoring.UNLIMITED);
    List<LayerShape> layers =
        IntStream.range(0, keys.layers())
            .mapToObj(
                i ->
                    new AttentionShape.Full(
                        keys.heads(),
                        config.integer(
                            "num_key_value_heads", DEFAULT_KV_HEADS, 1, ConfigBounds.HEADS),
                        keys.headDim(),
                        turned.get(i) ? rope : Rope.NONE,
                        sliding.get(i) ? windowed : all,
                        keys.projections(HeadNorm.NONE)))
            .map(attention -> new LayerShape(attention, keys.gated()))
            .toList();
    return keys.model(DEFAULT_POSITIONS, true, keys.rms(DEFAULT_EPSILON), Scales.NONE, layers);
  }

  /** A 1 in {@code no_rope_layers} is a layer that does turn. */
  private static List<Boolean> turned(JsonObject config, int layers) {
    if (config.has(ROPE_LAYERS)) {
      List<Double> numbers = config.numbers(ROPE_LAYERS);
      if (numbers.size() != layers) {
        throw config.invalid(ROPE_LAYERS, "must be one for each of the " + layers + " layers");
      }
      return numbers.stream().map(number -> number != 0).toList();
    }
    int interval = config.integer(INTERVAL, DEFAULT_INTERVAL);
    if (interval < 1) {
      throw config.invalid(INTERVAL, "must be > 0");
    }
    return IntStream.range(0, layers).mapToObj(i -> (i + 1) % interval != 0).toList();
  }

  private static List<Boolean> sliding(JsonObject config, List<Boolean> turned) {
    LayerTypes types = new LayerTypes(config, turned.size());
    return config.truth(SWITCH, false)
        ? types.sliding(layer -> !turned.get(layer))
        : types.none(SWITCH);
  }
}
