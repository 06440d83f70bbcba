package dev.longspark.engine.checkpoint;

import dev.longspark.engine.family.JsonObject;
import java.io.Serializable;
import java.util.Set;

/**
 * How a GPTQ checkpoint was quantized, or one module of it.
 *
 * @param bits of a code
 * @param groupSize inputs that share a scale, -1 for all inputs of a row
 * @param symmetric whether every zero is in the middle of the codes
 * @param zeros what the files store for a zero
 * @param head whether the output matrix is quantized too
 */
record GptqSettings(int bits, int groupSize, boolean symmetric, ZeroConvention zeros, boolean head)
    implements Serializable {
  private static final Set<Integer> BITS = Set.of(2, 3, 4, 8);
  private static final String FORMAT = "checkpoint_format";

  /** What a checkpoint stores for a zero z: z - 1 (format gptq) or z (gptq_v2). */
  enum ZeroConvention {
    V1(1),
    V2(0);

    private final int offset;

    ZeroConvention(int offset) {
      this.offset = offset;
    }

    /** What to add to a stored zero. */
    int offset() {
      return offset;
    }

    /** What a symmetric file stores everywhere. */
    int symmetricZero(int bits) {
      return (1 << (bits - 1)) - offset;
    }
  }

  /**
   * The settings that a JSON object gives.
   *
   * @throws IllegalArgumentException if they are none that can be read
   */
  static GptqSettings read(JsonObject json) {
    int bits = json.integer("bits");
    require(json, "bits", BITS.contains(bits), "must be 2, 3, 4 or 8");
    require(
        json,
        "is_marlin_format",
        !json.truth("is_marlin_format", false),
        "must be false or absent: take the model's plain gptq files");
    requireWords(json);
    int group = json.integer("group_size");
    require(json, "group_size", group == -1 || group > 0, "must be -1 or > 0");
    return new GptqSettings(
        bits, group, json.truth("sym", true), zeroConvention(json), json.truth("lm_head", false));
  }

  /** These settings, with what a module's rule says in their place. */
  GptqSettings with(JsonObject rule) {
    int own = rule.integer("bits", bits);
    require(rule, "bits", BITS.contains(own), "must be 2, 3, 4 or 8");
    requireWords(rule);
    int group = rule.integer("group_size", groupSize);
    require(rule, "group_size", group == -1 || group > 0, "must be -1 or > 0");
    return new GptqSettings(own, group, rule.truth("sym", symmetric), zeros, head);
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

  private static void requireWords(JsonObject json) {
    require(
        json,
        "pack_dtype",
        json.text("pack_dtype", "int32").equals("int32"),
        "must be int32: pack the model anew, or take its gptq files of 32-bit words");
  }

  private static ZeroConvention zeroConvention(JsonObject json) {
    String key = json.has(FORMAT) ? FORMAT : "format";
    return switch (json.text(key, "gptq")) {
      case "gptq" -> ZeroConvention.V1;
      case "gptq_v2" -> ZeroConvention.V2;
      default ->
          throw json.invalid(key, "must be gptq or gptq_v2: take the model's files in one of them");
    };
  }

  private static void require(JsonObject json, String key, boolean holds, String rule) {
    if (!holds) {
      throw json.invalid(key, rule);
    }
  }
}
