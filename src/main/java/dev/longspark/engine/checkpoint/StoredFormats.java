package dev.longspark.engine.checkpoint;

import dev.longspark.engine.family.Families;
import dev.longspark.engine.family.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** The catalogue of formats that can be read, by the {@code quant_method} of a checkpoint. */
public final class StoredFormats {
  private static final Map<String, Function<JsonObject, StoredFormat>> READERS =
      new LinkedHashMap<>();

  static {
    READERS.put(GptqFormat.METHOD, GptqFormat::read);
    READERS.put(AwqFormat.METHOD, AwqFormat::read);
    READERS.put(CompressedFormat.METHOD, CompressedFormat::read);
    READERS.put(CompressedFormat.OLD_METHOD, CompressedFormat::read);
    READERS.put(Fp8Format.METHOD, Fp8Format::read);
    READERS.put(BitsAndBytesFormat.METHOD, BitsAndBytesFormat::read);
    READERS.put("auto-round", StoredFormats::autoRound);
  }

  /** What a technique may ask for: the methods, and what several of them have in common. */
  private static final List<String> COMMON_WORDS =
      List.of("w4a16", "w8a16", "w8a8", "w3a16", "w2a16", "nf4", "fp4");

  /** What to take of models whose files cannot be read. */
  private static final Map<String, String> INSTEAD =
      Map.of(
          "mxfp4", "take the model's bf16 files",
          "modelopt", "take its FP8 files by compressed-tensors, or those in bf16",
          "marlin", "take its gptq files",
          "fbgemm_fp8", "take its FP8 files by compressed-tensors");

  private static final String OTHERWISE =
      "take one of these, or quantize its bf16 files with 'quantize'";
  private static final String PACKING = "packing_format";

  /** Where the settings stand in config.json. */
  private static final List<String> KEYS = List.of("quantization_config", "compression_config");

  /** Files beside config.json in which older writers put them. */
  public static final List<String> FILES = List.of("quantize_config.json", "quant_config.json");

  private StoredFormats() {}

  /** The words that a technique may use for the format of a checkpoint. */
  public static List<String> words() {
    return Stream.concat(READERS.keySet().stream(), COMMON_WORDS.stream()).toList();
  }

  /**
   * The format of a folder's matrices, if it stores any in few bits; weight files need not be
   * there.
   *
   * @throws IllegalArgumentException if it is one that cannot be read, naming it and those that can
   */
  public static Optional<StoredFormat> of(Path folder) {
    return of(folder, Families.config(folder));
  }

  static Optional<StoredFormat> of(Path folder, JsonObject config) {
    for (String key : KEYS) {
      if (config.has(key)) {
        return Optional.of(of(config.child(key)));
      }
    }
    return FILES.stream()
        .map(folder::resolve)
        .filter(Files::exists)
        .findFirst()
        .map(file -> of(JsonObject.read(file)));
  }

  /** What a checkpoint lacks whose tensors nobody explains. */
  static IllegalArgumentException missing(JsonObject config) {
    return config.missing(KEYS.get(0));
  }

  private static StoredFormat of(JsonObject settings) {
    String key = settings.has("quant_method") ? "quant_method" : "method";
    Function<JsonObject, StoredFormat> reader = READERS.get(settings.text(key, unnamed(settings)));
    if (reader == null) {
      String method = settings.text(key, "");
      throw settings.invalid(
          key,
          "must be "
              + String.join(" or ", READERS.keySet())
              + ": "
              + INSTEAD.getOrDefault(method, OTHERWISE));
    }
    return reader.apply(settings);
  }

  /** AutoGPTQ and AutoAWQ once wrote no method; only AutoAWQ wrote w_bit. */
  private static String unnamed(JsonObject settings) {
    return settings.has("w_bit") ? AwqFormat.METHOD : GptqFormat.METHOD;
  }

  /** AutoRound writes the layouts of others under its own name. */
  private static StoredFormat autoRound(JsonObject settings) {
    String packing = settings.text(PACKING, "auto_round:auto_gptq");
    return switch (packing.substring(packing.indexOf(':') + 1)) {
      case "auto_gptq" -> GptqFormat.read(settings);
      case "auto_awq" -> AwqFormat.read(settings);
      default ->
          throw settings.invalid(
              PACKING, "must be auto_round:auto_gptq or auto_round:auto_awq: take these files");
    };
  }
}
