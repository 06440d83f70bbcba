package dev.longspark.benchmark;

import dev.longspark.engine.cache.FullCache;
import dev.longspark.engine.decoder.DecoderSequence;
import java.util.List;

/** 4-bit weights against bfloat16 ones. */
final class WeightSubject implements Subject {
  private static final int PROMPT = 512;
  private static final int LONG_PROMPT = 4096;
  private static final int PREFILLS = 3;
  private static final int TOKENS = 4;
  private static final int ROUNDS = 12;

  @Override
  public String name() {
    return "weights";
  }

  @Override
  public String title() {
    return "W4A16 (GPTQ, group 128) against BF16, Llama-3.2-1B's shape";
  }

  @Override
  public void measure(int threads, Report report) {
    try (RandomLlama full = RandomLlama.full(threads);
        RandomLlama fourBit = RandomLlama.fourBit(threads)) {
      report.note("Linear: " + fourBit.decoder().kernels().get("linear"));
      report.add(
          "bytes of the layers",
          List.of(
              Series.counted("BF16", full.layerBytes()),
              Series.counted("W4A16", fourBit.layerBytes())),
          Goal.atMost(0.32));
      report.add("decode after " + PROMPT + ", 1/s", decode(full, fourBit), Goal.atLeast(1.8));
      for (int tokens : List.of(PROMPT, LONG_PROMPT)) {
        report.add(
            "prefill of " + tokens + ", 1/s",
            new Turns()
                .variant("BF16", () -> full.read(new FullCache(), tokens, 1).close())
                .variant("W4A16", () -> fourBit.read(new FullCache(), tokens, 1).close())
                .run(PREFILLS, tokens),
            Goal.atLeast(0.9));
      }
    }
  }

  private static List<Series> decode(RandomLlama full, RandomLlama fourBit) {
    int room = (ROUNDS + 1) * TOKENS;
    try (DecoderSequence a = full.read(new FullCache(), PROMPT, room);
        DecoderSequence b = fourBit.read(new FullCache(), PROMPT, room)) {
      return new Turns()
          .variant("BF16", () -> step(a))
          .variant("W4A16", () -> step(b))
          .run(ROUNDS, TOKENS);
    }
  }

  private static void step(DecoderSequence sequence) {
    for (int i = 0; i < TOKENS; i++) {
      sequence.step(i + 1);
    }
  }
}
