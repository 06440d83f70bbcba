package dev.longspark.engine.checkpoint;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How a GPTQ checkpoint was quantized, from config.json's {@code quantization_config} or the
 * quantize_config.json beside it.
 *
 * @param groupSize inputs that share a scale, -1 for all inputs of a row
 * @param symmetric whether every zero is 8
 * @param zeros what the files store for a zero
 * @param perModule whether single modules may have settings of their own
 */
public record GptqSettings(
    int groupSize, boolean symmetric, ZeroConvention zeros, boolean perModule) {
  private static final int BITS = 4;
  private static final String FORMAT = "checkpoint_format";

  /** What a checkpoint stores for a zero z: z - 1 (format gptq) or z (gptq_v2). */
  public enum ZeroConvention {
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

  /** The settings of a checkpoint folder, if it is a GPTQ one; weight files need not be there. */
  public static Optional<GptqSettings> of(Path folder) {
    return read(folder, Architecture.config(folder));
  }

  /** The settings a folder's JSON files give, if they give any. */
  static Optional<GptqSettings> read(Path folder, JsonObject config) {
    if (config.has("quantization_config")) {
      return Optional.of(of(config.child("quantization_config")));
    }
    for (String name : List.of("quantize_config.json", "quant_config.json")) {
      if (Files.exists(folder.resolve(name))) {
        return Optional.of(of(JsonObject.read(folder.resolve(name))));
      }
    }
    return Optional.empty();
  }

  private static GptqSettings of(JsonObject json) {
    for (String key : List.of("quant_method", "method")) {
      require(json, key, json.text(key, "gptq").equals("gptq"), "must be gptq");
    }
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
        group, json.truth("sym", true), zeroConvention(json), json.has("dynamic"));
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
