package dev.longspark.testing;

import dev.longspark.engine.AttentionShape;
import dev.longspark.engine.FeedForwardShape;
import dev.longspark.engine.LayerShape;
import dev.longspark.engine.ModelShape;
import dev.longspark.engine.NormShape;
import dev.longspark.engine.Rope;
import dev.longspark.engine.RopeScaling;
import dev.longspark.engine.Scales;
import dev.longspark.engine.family.DecoderModel;
import dev.longspark.engine.family.Families;
import java.util.Collections;
import java.util.List;

/** Shapes of Llamas, for tests that count. */
public final class LlamaShapes {
  private static final RopeScaling LLAMA_31 = new RopeScaling.Llama3(8, 1, 4, 8192);

  private LlamaShapes() {}

  /** Llama-3.1-8B. */
  public static ModelShape llama8b() {
    return model(4096, 128256, false, Collections.nCopies(32, layer(32, 8, 128, 14336)));
  }

  /** A shape under the names of Llama's files. */
  public static DecoderModel decoder(ModelShape shape) {
    return new DecoderModel(Families.DECODERS.get(0), shape);
  }

  /** A model of some layers. */
  public static ModelShape model(
      int hidden, int vocabulary, boolean tied, List<LayerShape> layers) {
    return new ModelShape(
        hidden, vocabulary, 131072, tied, NormShape.rms(1e-5), Scales.NONE, layers);
  }

  /** A layer. */
  public static LayerShape layer(int heads, int kvHeads, int headDim, int width) {
    return new LayerShape(attention(heads, kvHeads, headDim), new FeedForwardShape.Gated(width));
  }

  /** Attention with the rotation of Llama 3.1. */
  public static AttentionShape.Full attention(int heads, int kvHeads, int headDim) {
    return new AttentionShape.Full(heads, kvHeads, headDim, new Rope(500000, headDim, LLAMA_31));
  }
}
