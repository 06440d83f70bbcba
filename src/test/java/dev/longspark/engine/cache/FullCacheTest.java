package dev.longspark.engine.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.longspark.engine.AttentionShape;
import dev.longspark.engine.FeedForwardShape;
import dev.longspark.engine.LayerShape;
import dev.longspark.engine.ModelShape;
import dev.longspark.engine.Precision;
import dev.longspark.engine.Rope;
import java.util.Collections;
import org.junit.jupiter.api.Test;

class FullCacheTest {
  private static final ModelShape LLAMA_8B =
      new ModelShape(
          4096,
          128256,
          131072,
          1e-5,
          false,
          Rope.unscaled(500000),
          0,
          Collections.nCopies(
              32,
              new LayerShape(
                  new AttentionShape.Full(32, 8, 128), new FeedForwardShape.Gated(14336))));

  @Test
  void plansTheBytesOfThePublishedModel() {
    assertEquals(131072, new FullCache().bytes(LLAMA_8B, Precision.FP16, 1));
    assertEquals(4L << 30, new FullCache().bytes(LLAMA_8B, Precision.FP16, 32768));
    assertEquals(8L << 30, new FullCache().bytes(LLAMA_8B, Precision.FP32, 32768));
  }
}
