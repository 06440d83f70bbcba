package dev.longspark.engine.family;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The catalogue of model families: what can be read is a line here. */
public final class Families {
  /** The decoders, each a class of its own. */
  public static final List<DecoderFamily> DECODERS =
      List.of(
          new Llama(), //
          new Mistral(),
          new Qwen2(),
          new Qwen3(),
          new Phi3(),
          new Gemma2(),
          new Gemma3(),
          new SmolLm3(),
          new Granite(),
          new Olmo2(),
          new Cohere2(),
          new NemotronNas());

  private static final List<EncoderFamily> ENCODERS = List.of(EncoderFamily.values());

  private Families() {}

  /** Reads the config.json of a checkpoint folder. */
  public static JsonObject config(Path folder) {
    return JsonObject.read(folder.resolve("config.json"));
  }

  /**
   * The family of a decoder.
   *
   * @throws IllegalArgumentException if no family has that name, or it is a token classifier
   */
  public static DecoderFamily decoder(JsonObject config) {
    return found(DECODERS, config)
        .orElseThrow(
            () ->
                other(config, ENCODERS, "Expected a decoder in %s but it is a token classifier: "));
  }

  /**
   * The family of a token classifier.
   *
   * @throws IllegalArgumentException if no family has that name, or it is a decoder
   */
  public static EncoderFamily encoder(JsonObject config) {
    return found(ENCODERS, config)
        .orElseThrow(
            () ->
                other(config, DECODERS, "Expected a token classifier in %s but it is a decoder: "));
  }

  /** Chooses by the first of {@code architectures}, or else by {@code model_type}. */
  private static <F extends ModelFamily> Optional<F> found(List<F> families, JsonObject config) {
    String className = className(config);
    String modelType = config.text("model_type", "");
    return families.stream()
        .filter(
            family ->
                className.isEmpty()
                    ? family.modelType().equals(modelType)
                    : family.className().equals(className))
        .findFirst()
        .map(family -> ofType(family, config));
  }

  /** Readers go by the class or by the type, so that both must mean the same model. */
  private static <F extends ModelFamily> F ofType(F family, JsonObject config) {
    String modelType = config.text("model_type", family.modelType());
    if (!modelType.equals(family.modelType())) {
      throw config.invalid(
          "model_type",
          "must be '" + family.modelType() + "', as architectures says " + family.className());
    }
    return family;
  }

  private static IllegalArgumentException other(
      JsonObject config, List<? extends ModelFamily> others, String message) {
    Optional<? extends ModelFamily> other = found(others, config);
    if (other.isPresent()) {
      return new IllegalArgumentException(
          message.formatted(config.place()) + other.get().className());
    }
    String name = className(config);
    return new IllegalArgumentException(
        "Unknown architecture in %s: '%s' (must be one of %s)"
            .formatted(
                config.place(),
                name.isEmpty() ? config.text("model_type", "") : name,
                Stream.concat(DECODERS.stream(), ENCODERS.stream())
                    .map(ModelFamily::className)
                    .collect(Collectors.joining(", "))));
  }

  private static String className(JsonObject config) {
    return config.node().path("architectures").path(0).asText("");
  }
}
