package dev.longspark.engine.checkpoint;

import dev.longspark.engine.family.JsonObject;
import java.io.Serializable;

/**
 * How a GPTQ checkpoint was quantized.
 *
 * @param groupSize inputs that share a scale, -1 for all inputs of a row
 * @param symmetric whether every zero is 8
 * @param zeros what the files store for a zero
 * @param perModule whether single modules may have settings of their own
 * @param head whether the output matrix is quantized too
 */
record GptqSettings(
    int groupSize, boolean symmetric, ZeroConvention zeros, boolean perModule, boolean head)
    implements Serializable {
  private static final int BITS = 4;
  private static final String FORMAT = "checkpoint_format";

  /** What a checkpoint stores for a zero z: z - 1 (format gptq) or z (gptq_v2). */
  enum ZeroConvention {
    V1(0x11111111, 7),
    V2(0, 8);

    private final int wordOffset;
    private final int symmetricZero;

    ZeroConvention(int wordOffset, int symmetricZero) {
      this.wordOffset = wordOffset;
      this.symmetricZero = symmetricZero;
    }

    /** What to add to a stored word of eight zeros. */
    int wordOffset() {
      return wordOffset;
    }

    /** What a symmetric file stores everywhere. */
    int symmetricZero() {
      return symmetricZero;
    }
  }

  /**
   * The settings that a JSON object gives.
   *
   * @throws IllegalArgumentException if they are none that can be read
   */
  static GptqSettings read(JsonObject json) {
    require(json, "bits", json.integer("bits") == BITS, "must be 4");
    require(
        json,
        "is_marlin_format",
        !json.truth("is_marlin_format", false),
        "must be false or absent");
    require(json, "pack_dtype", json.text("pack_dtype", "int32").equals("int32"), "must be int32");
    int group = json.integer("group_size");
    require(json, "group_size", group == -1 || group > 0, "must be -1 or > 0");
    return new GptqSettings(
        group,
        json.truth("sym", true),
        zeroConvention(json),
        json.has("dynamic"),
        json.truth("lm_head", false));
  }

  /** Groups of a matrix with some number of inputs. */
  int groups(int inputs) {
    return groups(inputs, groupSize == -1 ? inputs : groupSize);
  }

  /** Inputs per group of a matrix that has some number of groups. */
  int groupSize(int inputs, int groups) {
    int size = groupSize == -1 ? inputs : groupSize;
    return groups(inputs, size) == groups ? size : groups(inputs, groups);
  }

  /** Rounded up. */
  private static int groups(int inputs, int size) {
    return (inputs + size - 1) / size;
  }

  private static ZeroConvention zeroConvention(JsonObject json) {
    String key = json.has(FORMAT) ? FORMAT : "format";
    return switch (json.text(key, "gptq")) {
      case "gptq" -> ZeroConvention.V1;
      case "gptq_v2" -> ZeroConvention.V2;
      default -> throw json.invalid(key, "must be gptq or gptq_v2");
    };
  }

  private static void require(JsonObject json, String key, boolean holds, String rule) {
    if (!holds) {
      throw json.invalid(key, rule);
    }
  }
}
