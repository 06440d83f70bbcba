package dev.longspark.engine.family;

/**
 * The largest sizes that a config.json may name, far beyond any published model: what is larger
 * would fill the memory before a tensor is missed.
 */
public final class ConfigBounds {
  /** Layers of a model. */
  public static final int LAYERS = 10_000;

  /** Hidden and intermediate widths. */
  public static final int WIDTH = 1 << 20;

  /** Heads of a layer, of queries or of keys and values. */
  public static final int HEADS = 1 << 14;

  /** Width of one head. */
  public static final int HEAD_DIM = 1 << 14;

  /** Tokens of a vocabulary, and labels and segment types. */
  public static final int VOCABULARY = 1 << 24;

  /** Declared positions. */
  public static final int POSITIONS = 1 << 30;

  private static final double MOST_THETA = 1e15;

  private ConfigBounds() {}

  /** The small number that a norm adds, from above 0 to 1. */
  public static double epsilon(JsonObject config, String key, double otherwise) {
    double epsilon = config.number(key, otherwise);
    if (!(epsilon > 0 && epsilon <= 1)) {
      throw config.invalid(key, "must be > 0 and at most 1");
    }
    return epsilon;
  }

  /** The base of a rotation's frequencies, from 1 on. */
  static double theta(JsonObject config, String key, double otherwise) {
    double theta = config.number(key, otherwise);
    if (!(theta >= 1 && theta <= MOST_THETA)) {
      throw config.invalid(key, "must be from 1 to " + MOST_THETA);
    }
    return theta;
  }
}
