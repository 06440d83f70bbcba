package dev.longspark.benchmark;

import dev.longspark.engine.cache.CachePolicy;
import dev.longspark.engine.cache.FullCache;
import dev.longspark.engine.cache.KiviCache;
import dev.longspark.engine.cache.QuantizedCache;
import dev.longspark.engine.decoder.DecoderSequence;
import java.util.List;

/** 4-bit keys and values against bfloat16 ones, with one model. */
final class CacheSubject implements Subject {
  private static final int PROMPT = 8192;
  private static final int TOKENS = 4;
  private static final int ROUNDS = 12;

  @Override
  public String name() {
    return "cache";
  }

  @Override
  public String title() {
    return "KV-Q (4 bits, group 64) and KIVI-4 against BF16 keys and values, Llama-3.2-1B's shape,"
        + " after "
        + PROMPT
        + " tokens";
  }

  @Override
  public void measure(int threads, Report report) {
    int room = (ROUNDS + 1) * TOKENS;
    try (RandomLlama model = RandomLlama.full(threads);
        DecoderSequence full = read(model, new FullCache(), room);
        DecoderSequence quantized = read(model, QuantizedCache.DEFAULT, room);
        DecoderSequence kivi = read(model, KiviCache.DEFAULT, room)) {
      report.add(
          "kv_bytes",
          List.of(
              Series.counted("BF16", (double) full.cacheBytes()),
              Series.counted("KV-Q", (double) quantized.cacheBytes()),
              Series.counted("KIVI-4", (double) kivi.cacheBytes())),
          Goal.atMost(0.32));
      report.add(
          "decode, tokens/s",
          new Turns()
              .variant("BF16", () -> step(full))
              .variant("KV-Q", () -> step(quantized))
              .variant("KIVI-4", () -> step(kivi))
              .run(ROUNDS, TOKENS),
          Goal.atLeast(0.9));
    }
  }

  private static DecoderSequence read(RandomLlama model, CachePolicy policy, int room) {
    return model.read(policy, PROMPT, room);
  }

  private static void step(DecoderSequence sequence) {
    for (int i = 0; i < TOKENS; i++) {
      sequence.step(i + 1);
    }
  }
}
