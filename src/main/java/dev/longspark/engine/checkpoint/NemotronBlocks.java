package dev.longspark.engine.checkpoint;

import dev.longspark.engine.AttentionShape;
import dev.longspark.engine.FeedForwardShape;
import dev.longspark.engine.LayerShape;
import java.util.List;

/**
 * The {@code block_configs} of a nemotron-nas model, whose layers differ.
 *
 * <p>Source: Bercovich et al., Puzzle (2024); the width is {@code int(2 * ffn_mult * hidden / 3)}
 * rounded up to a multiple of 256, as the model's own code and TensorRT-LLM compute it.
 */
final class NemotronBlocks {
  private static final int WIDTH_MULTIPLE = 256;

  private final int hidden;
  private final int heads;
  private final int headDim;

  private NemotronBlocks(int hidden, int heads, int headDim) {
    this.hidden = hidden;
    this.heads = heads;
    this.headDim = headDim;
  }

  static List<LayerShape> layers(JsonObject config, int layers, int heads, int headDim) {
    List<JsonObject> blocks = config.children("block_configs");
    if (blocks.size() != layers) {
      throw config.invalid(
          "num_hidden_layers", "must equal the " + blocks.size() + " block_configs");
    }
    NemotronBlocks reader = new NemotronBlocks(config.integer("hidden_size"), heads, headDim);
    return blocks.stream()
        .map(
            block ->
                new LayerShape(
                    reader.attention(block.child("attention")),
                    reader.feedForward(block.child("ffn"))))
        .toList();
  }

  private AttentionShape attention(JsonObject block) {
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
    int group = block.integer("n_heads_in_group");
    if (group < 1 || heads % group != 0) {
      throw block.invalid("n_heads_in_group", "must divide the " + heads + " heads");
    }
    return new AttentionShape.Full(heads, heads / group, headDim);
  }

  private FeedForwardShape feedForward(JsonObject block) {
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
            ? block.integer("intermediate_size")
            : width(block.number("ffn_mult")));
  }

  private int width(double multiplier) {
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
