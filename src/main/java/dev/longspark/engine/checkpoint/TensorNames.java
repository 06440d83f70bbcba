package dev.longspark.engine.checkpoint;

import dev.longspark.engine.AttentionShape;
import dev.longspark.engine.EncoderShape;
import dev.longspark.engine.FeedForwardShape;
import dev.longspark.engine.LayerShape;
import dev.longspark.engine.ModelShape;
import java.util.ArrayList;
import java.util.List;

/**
 * The tensors that a checkpoint of some shape must have, under the names of the published files.
 */
public final class TensorNames {
  public static final String EMBEDDING = "model.embed_tokens.weight";
  public static final String FINAL_NORM = "model.norm.weight";
  public static final String HEAD = "lm_head";

  private TensorNames() {}

  /** The prefix of everything in one decoder block, {@code model.layers.3}. */
  public static String layer(int index) {
    return "model.layers." + index;
  }

  /** The matrices inside the blocks, which a weight format may quantize, in layer order. */
  public static List<LinearShape> blockLinears(ModelShape shape) {
    List<LinearShape> linears = new ArrayList<>();
    for (int i = 0; i < shape.layers().size(); i++) {
      addAttention(linears, layer(i) + ".self_attn.", shape, shape.layers().get(i));
      addFeedForward(linears, layer(i) + ".mlp.", shape, shape.layers().get(i));
    }
    return linears;
  }

  /** The output matrix; for a tied model there is none. */
  static List<LinearShape> head(ModelShape shape) {
    return shape.tiedEmbeddings()
        ? List.of()
        : List.of(new LinearShape(HEAD, shape.vocabulary(), shape.hidden()));
  }

  /** Everything else of a decoder: the embedding and the norms. */
  static List<PlainShape> plain(ModelShape shape) {
    long hidden = shape.hidden();
    List<PlainShape> plain = new ArrayList<>();
    plain.add(new PlainShape(EMBEDDING, List.of((long) shape.vocabulary(), hidden)));
    for (int i = 0; i < shape.layers().size(); i++) {
      LayerShape layer = shape.layers().get(i);
      if (layer.attention().parameters(1) > 0) {
        plain.add(new PlainShape(layer(i) + ".input_layernorm.weight", List.of(hidden)));
      }
      if (layer.feedForward().parameters(1) > 0) {
        plain.add(new PlainShape(layer(i) + ".post_attention_layernorm.weight", List.of(hidden)));
      }
    }
    plain.add(new PlainShape(FINAL_NORM, List.of(hidden)));
    return plain;
  }

  /** All tensors of a token classifier. */
  static List<PlainShape> encoder(EncoderShape shape) {
    long hidden = shape.hidden();
    long width = shape.feedForward();
    EncoderNames names = new EncoderNames(shape.family().prefix() + ".embeddings.");
    names.add("word_embeddings.weight", shape.vocabulary(), hidden);
    names.add("position_embeddings.weight", shape.maxPositions(), hidden);
    names.add("token_type_embeddings.weight", shape.tokenTypes(), hidden);
    names.addNorm("LayerNorm", hidden);
    for (int i = 0; i < shape.layers(); i++) {
      names.prefix = shape.family().prefix() + ".encoder.layer." + i + ".";
      for (String part : List.of("self.query", "self.key", "self.value", "output.dense")) {
        names.addLinear("attention." + part, hidden, hidden);
      }
      names.addNorm("attention.output.LayerNorm", hidden);
      names.addLinear("intermediate.dense", width, hidden);
      names.addLinear("output.dense", hidden, width);
      names.addNorm("output.LayerNorm", hidden);
    }
    names.prefix = "";
    names.addLinear("classifier", shape.labels(), hidden);
    return names.plain;
  }

  private static void addAttention(
      List<LinearShape> linears, String prefix, ModelShape shape, LayerShape layer) {
    int hidden = shape.hidden();
    if (layer.attention() instanceof AttentionShape.Full full) {
      linears.add(new LinearShape(prefix + "q_proj", full.queryWidth(), hidden));
      linears.add(new LinearShape(prefix + "k_proj", full.kvWidth(), hidden));
      linears.add(new LinearShape(prefix + "v_proj", full.kvWidth(), hidden));
      linears.add(new LinearShape(prefix + "o_proj", hidden, full.queryWidth()));
    } else if (layer.attention() instanceof AttentionShape.Linear) {
      linears.add(new LinearShape(prefix + "linear_attn", hidden, hidden));
    }
  }

  private static void addFeedForward(
      List<LinearShape> linears, String prefix, ModelShape shape, LayerShape layer) {
    int hidden = shape.hidden();
    if (layer.feedForward() instanceof FeedForwardShape.Gated gated) {
      linears.add(new LinearShape(prefix + "gate_proj", gated.width(), hidden));
      linears.add(new LinearShape(prefix + "up_proj", gated.width(), hidden));
      linears.add(new LinearShape(prefix + "down_proj", hidden, gated.width()));
    } else if (layer.feedForward() instanceof FeedForwardShape.Linear) {
      linears.add(new LinearShape(prefix + "linear_mlp", hidden, hidden));
    }
  }

  /** A tensor that is not the weight of a block's matrix. */
  record PlainShape(String name, List<Long> shape) {}

  /** Collects the names below one prefix after another. */
  private static final class EncoderNames {
    private final List<PlainShape> plain = new ArrayList<>();
    private String prefix;

    private EncoderNames(String prefix) {
      this.prefix = prefix;
    }

    private void add(String name, long... shape) {
      plain.add(new PlainShape(prefix + name, java.util.Arrays.stream(shape).boxed().toList()));
    }

    private void addLinear(String name, long outputs, long inputs) {
      add(name + ".weight", outputs, inputs);
      add(name + ".bias", outputs);
    }

    private void addNorm(String name, long width) {
      add(name + ".weight", width);
      add(name + ".bias", width);
    }
  }
}
