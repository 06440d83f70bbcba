package dev.longspark.engine.family;

import dev.longspark.engine.ModelShape;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a config.json contradicts itself, or says what its class does not use, so that another
 * reader may take another model from it.
 */
public final class ConfigDisagreements {
  private static final String WINDOW = "sliding_window";

  private ConfigDisagreements() {}

  /**
   * What contradicts what, and what counts, a line each.
   *
   * @param shape that is read from it
   */
  public static List<String> of(JsonObject config, ModelShape shape) {
    List<String> lines =
        new ArrayList<>(
            new RopeKeys(config, RopeKeys.DEFAULT_THETA, shape.maxPositions()).disagreements());
    int window = config.integer(WINDOW, 0);
    boolean isOn = config.truth("use_sliding_window", true);
    boolean isShort = isOn && window > 0 && window < shape.maxPositions();
    if (isShort && shape.attentions().stream().noneMatch(each -> each.scoring().hasWindow())) {
      lines.add(
          "config.json has sliding_window %d, which its class does not use".formatted(window));
    }
    if (config.has("dtype")
        && config.has("torch_dtype")
        && !config.text("dtype", "").equals(config.text("torch_dtype", ""))) {
      lines.add(
          "config.json has dtype %s, which counts, and torch_dtype %s"
              .formatted(config.text("dtype", ""), config.text("torch_dtype", "")));
    }
    return lines;
  }
}
