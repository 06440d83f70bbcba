package dev.longspark.engine.family;

import dev.longspark.engine.AttentionShape;
import dev.longspark.engine.FeedForwardShape;
import dev.longspark.engine.LayerShape;
import dev.longspark.engine.ModelShape;
import dev.longspark.engine.Rope;
import java.util.List;

/**
 * Nemotron-51B and its like: a Llama whose layers differ, by {@code block_configs}.
 *
 * <p>Source: Bercovich et al., Puzzle (2024); the width is {@code int(2 * ffn_mult * hidden / 3)}
 * rounded up to a multiple of 256, as the model's own code and TensorRT-LLM compute it.
 */
final class NemotronNas implements DecoderFamily {
  private static final int DEFAULT_POSITIONS = 2048;
  private static final int WIDTH_MULTIPLE = 256;

  @Override
  public String className() {
    return "DeciLMForCausalLM";
  }

  @Override
  public String modelType() {
    return "nemotron-nas";
  }

  @Override
  public ModelShape shape(JsonObject config) {
    DecoderKeys keys = new DecoderKeys(config);
    keys.requirePlainMatrices();
    List<JsonObject> blocks = config.children("block_configs");
    if (blocks.size() != keys.layers()) {
      throw config.invalid(
          "num_hidden_layers", "must equal the " + blocks.size() + " block_configs");
    }
    int headDim = keys.headDim();
    Rope rope = keys.rope(DEFAULT_POSITIONS);
    return keys.model(
        DEFAULT_POSITIONS,
        blocks.stream()
            .map(
                block ->
                    new LayerShape(
                        attention(block.child("attention"), keys.heads(), headDim, rope),
                        feedForward(block.child("ffn"), keys.hidden())))
            .toList());
  }

  private static AttentionShape attention(JsonObject block, int heads, int headDim, Rope rope) {
    requireNothing(block, "window_length", "num_sink_tokens", "sparsify");
    for (String key : List.of("unshifted_sink", "use_prefill_window_in_sink_attention")) {
      if (block.truth(key, false)) {
        throw block.invalid(key, "must be false");
      }
    }
    if (block.truth("no_op", false)) {
      return new AttentionShape.None();
    }
    if (block.truth("replace_with_linear", false)) {
      return new AttentionShape.Linear();
    }
    int group = block.integer("n_heads_in_group", 1, ConfigBounds.HEADS);
    if (group < 1 || heads % group != 0) {
      throw block.invalid("n_heads_in_group", "must divide the " + heads + " heads");
    }
    return new AttentionShape.Full(heads, heads / group, headDim, rope);
  }

  private static FeedForwardShape feedForward(JsonObject block, int hidden) {
    requireNothing(block, "sparsify");
    if (!block.text("hidden_act", "silu").equals("silu")) {
      throw block.invalid("hidden_act", "must be silu");
    }
    if (block.truth("no_op", false)) {
      return new FeedForwardShape.None();
    }
    if (block.truth("replace_with_linear", false)) {
      return new FeedForwardShape.Linear();
    }
    return new FeedForwardShape.Gated(
        block.has("intermediate_size")
            ? block.integer("intermediate_size", 1, ConfigBounds.WIDTH)
            : width(block.number("ffn_mult"), hidden));
  }

  private static int width(double multiplier, int hidden) {
    int exact = (int) (2 * multiplier * hidden / 3);
    return (exact + WIDTH_MULTIPLE - 1) / WIDTH_MULTIPLE * WIDTH_MULTIPLE;
  }

  private static void requireNothing(JsonObject block, String... keys) {
    for (String key : keys) {
      if (block.has(key)) {
        throw block.invalid(key, "must be null");
      }
    }
  }
}
