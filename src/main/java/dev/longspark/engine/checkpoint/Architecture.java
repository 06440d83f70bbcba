package dev.longspark.engine.checkpoint;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The model classes that can be read, by the names config.json gives them. */
enum Architecture {
  LLAMA("LlamaForCausalLM", "llama"),
  MISTRAL("MistralForCausalLM", "mistral"),
  NEMOTRON_NAS("DeciLMForCausalLM", "nemotron-nas"),
  XLM_ROBERTA("XLMRobertaForTokenClassification", "xlm-roberta"),
  BERT("BertForTokenClassification", "bert");

  private final String className;
  private final String modelType;

  Architecture(String className, String modelType) {
    this.className = className;
    this.modelType = modelType;
  }

  /** Whether this is a decoder, not a token classifier. */
  boolean isDecoder() {
    return this == LLAMA || this == MISTRAL || this == NEMOTRON_NAS;
  }

  /** Chooses by the first of {@code architectures}, or else by {@code model_type}. */
  static Architecture of(JsonObject config) {
    String className = config.node().path("architectures").path(0).asText("");
    String modelType = config.text("model_type", "");
    for (Architecture each : values()) {
      boolean chosen =
          className.isEmpty() ? each.modelType.equals(modelType) : each.className.equals(className);
      if (chosen) {
        return each;
      }
    }
    throw new IllegalArgumentException(
        "Unknown architecture in "
            + config.place()
            + ": '"
            + (className.isEmpty() ? modelType : className)
            + "' (must be one of "
            + Arrays.stream(values()).map(a -> a.className).collect(Collectors.joining(", "))
            + ")");
  }

  /** Reads the config.json of a checkpoint folder. */
  static JsonObject config(Path folder) {
    return JsonObject.read(folder.resolve("config.json"));
  }
}
