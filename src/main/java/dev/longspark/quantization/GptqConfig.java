package dev.longspark.quantization;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** The settings as AutoGPTQ, GPTQModel and transformers read them. */
final class GptqConfig {
  private static final int BITS = 4;

  private GptqConfig() {}

  /**
   * The object for config.json and quantize_config.json. An asymmetric checkpoint is a {@code
   * gptq_v2}: zeros of 0 have no place in the older form.
   */
  static JsonNode json(QuantizationSettings settings) {
    return new ObjectMapper()
        .createObjectNode()
        .put("quant_method", "gptq")
        .put("bits", BITS)
        .put("group_size", settings.groupSize())
        .put("sym", settings.symmetric())
        .put("desc_act", settings.actOrder())
        .put("static_groups", settings.staticGroups())
        .put("true_sequential", true)
        .put("damp_percent", settings.damping())
        .put("lm_head", false)
        .put("checkpoint_format", settings.symmetric() ? "gptq" : "gptq_v2");
  }
}
