package dev.longspark.engine.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.longspark.engine.ModelShape;
import dev.longspark.engine.Precision;
import dev.longspark.testing.LlamaShapes;
import org.junit.jupiter.api.Test;

class FullCacheTest {
  private static final ModelShape LLAMA_8B = LlamaShapes.llama8b();

  @Test
  void plansTheBytesOfThePublishedModel() {
    assertEquals(131072, new FullCache().bytes(LLAMA_8B, Precision.FP16, 1, 0));
    assertEquals(4L << 30, new FullCache().bytes(LLAMA_8B, Precision.FP16, 32768, 0));
    assertEquals(8L << 30, new FullCache().bytes(LLAMA_8B, Precision.FP32, 32768, 0));
  }
}
