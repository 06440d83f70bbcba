package dev.longspark.engine.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.longspark.engine.ModelShape;
import dev.longspark.engine.Precision;
import dev.longspark.testing.LlamaShapes;
import org.junit.jupiter.api.Test;

class CacheBytesTest {
  private static final int FULL_BYTES_PER_TOKEN = 131072;
  private static final ModelShape LLAMA_8B = LlamaShapes.llama8b();

  @Test
  void packsTokensOfThePublishedModel() {
    assertEquals(36864, bytesPerToken(QuantizedCache.DEFAULT));
    assertEquals(20480, bytesPerToken(new QuantizedCache(2, 64, 128)));
    assertEquals(40960, bytesPerToken(KiviCache.DEFAULT));
    assertEquals(24576, bytesPerToken(new KiviCache(2, 32, 128)));
    assertEquals(18432, bytesPerToken(new KiviCache(2, 128, 128)));
  }

  @Test
  void keepsARoomForFullPrecision() {
    long packed = 8192L * 36864;
    assertEquals(
        packed + 128L * FULL_BYTES_PER_TOKEN,
        QuantizedCache.DEFAULT.bytes(LLAMA_8B, Precision.FP16, 8192, 0));
  }

  /** Far from the beginning, over whole blocks of keys. */
  private static long bytesPerToken(CachePolicy policy) {
    long less = policy.bytes(LLAMA_8B, Precision.FP16, 8192, 0);
    long more = policy.bytes(LLAMA_8B, Precision.FP16, 16384, 0);
    return (more - less) / 8192;
  }
}
