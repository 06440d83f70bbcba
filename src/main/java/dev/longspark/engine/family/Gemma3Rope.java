package dev.longspark.engine.family;

import dev.longspark.engine.Rope;
import java.util.Set;

/**
 * Where a config.json of Gemma 3 says how positions are rotated: in {@code rope_parameters} by the
 * layer's type, or in {@code rope_theta} and {@code rope_scaling} for layers that see everything
 * and {@code rope_local_base_freq} for the others.
 *
 * @param config the file
 * @param maxPositions the model's declared positions
 */
record Gemma3Rope(JsonObject config, int maxPositions) {
  private static final double GLOBAL_THETA = 1e6;
  private static final double LOCAL_THETA = 10000;
  private static final String PARAMETERS = "rope_parameters";
  private static final String GLOBAL = "full_attention";
  private static final String LOCAL = "sliding_attention";

  /** Of layers that see everything; a {@code rope_scaling} counts before what is nested. */
  Rope global(int headDim) {
    RopeKeys keys = new RopeKeys(config, GLOBAL_THETA, maxPositions);
    JsonObject scaling = config.empty("rope_scaling");
    if (config.has("rope_scaling")) {
      scaling = config.child("rope_scaling");
    }
    JsonObject nested = nested(GLOBAL);
    double theta =
        scaling.number(
            "rope_theta", nested.number("rope_theta", config.number("rope_theta", GLOBAL_THETA)));
    return keys.rope(scaling.node().isEmpty() ? nested : scaling, theta, headDim);
  }

  /** Of layers with a window. */
  Rope local(int headDim) {
    JsonObject nested = nested(LOCAL);
    double theta = nested.number("rope_theta", config.number("rope_local_base_freq", LOCAL_THETA));
    return new RopeKeys(config, LOCAL_THETA, maxPositions).rope(nested, theta, headDim);
  }

  private JsonObject nested(String type) {
    if (!config.has(PARAMETERS)) {
      return config.empty(PARAMETERS);
    }
    JsonObject parameters = config.child(PARAMETERS);
    parameters.requireKeys(Set.of(GLOBAL, LOCAL));
    return parameters.has(type) ? parameters.child(type) : parameters.empty(type);
  }
}
