package dev.longspark.benchmark;

import com.sun.management.OperatingSystemMXBean;
import dev.longspark.engine.cache.CacheKinds;
import dev.longspark.engine.cache.CachePolicy;
import dev.longspark.engine.cache.FullCache;
import dev.longspark.engine.cache.QuantizedCache;
import dev.longspark.engine.decoder.DecoderSequence;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * New tokens per second of the process's processor time, which other processes leave alone, of
 * sequences that step together, over weights and caches. Meant for one thread.
 */
final class BatchSubject implements Subject {
  private static final OperatingSystemMXBean PROCESS =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private static final int PROMPT = 256;
  private static final int NEW_TOKENS = 32;
  private static final List<Integer> BATCHES = List.of(1, 4, 16);
  private static final double GOAL = 0.7;

  @Override
  public String name() {
    return "batch";
  }

  @Override
  public String title() {
    return "Batches of 1, 4 and 16, Llama-3.2-1B's shape, "
        + NEW_TOKENS
        + " tokens after prompts of "
        + PROMPT;
  }

  @Override
  public void measure(int threads, Report report) {
    try (RandomLlama full = RandomLlama.full(threads)) {
      report.note("Linear: " + full.decoder().kernels().get("linear"));
      Map<String, CachePolicy> caches = new LinkedHashMap<>();
      caches.put("BF16", new FullCache());
      caches.put("KV-Q", new QuantizedCache(4, 64, 128));
      caches.put("SnapKV", CacheKinds.policy("snapkv", Map.of(), new FullCache()));
      caches.forEach((name, cache) -> measure(name, full, cache, report));
    }
    try (RandomLlama fourBit = RandomLlama.fourBit(threads)) {
      report.note("Linear: " + fourBit.decoder().kernels().get("linear"));
      measure("W4A16", fourBit, new FullCache(), report);
    }
  }

  private static void measure(String name, RandomLlama model, CachePolicy cache, Report report) {
    List<DecoderSequence> sequences = new ArrayList<>();
    try {
      long start = PROCESS.getProcessCpuTime();
      int most = BATCHES.get(BATCHES.size() - 1);
      int room = BATCHES.size() * (NEW_TOKENS + 1) + 1;
      for (int i = 0; i < most; i++) {
        sequences.add(model.read(cache, PROMPT, room));
      }
      double prefill = most * PROMPT / seconds(start);
      StringBuilder line = new StringBuilder();
      double alone = 0;
      double together = 0;
      for (int batch : BATCHES) {
        together = perSecond(model, sequences.subList(0, batch));
        alone = batch == 1 ? together : alone;
        line.append(
            String.format(Locale.ROOT, "  B=%d %.2f (%.2f x)", batch, together, together / alone));
      }
      double share = together / Math.min(most * alone, prefill);
      report.note(
          String.format(
              Locale.ROOT,
              "%-7s new tokens per CPU second%s  prefill %.1f  B=%d is %.2f of the smaller of %d x B=1 and prefill (goal >= %.1f, %s)",
              name,
              line,
              prefill,
              most,
              share,
              most,
              GOAL,
              share >= GOAL ? "met" : "not met"));
    } finally {
      sequences.forEach(DecoderSequence::close);
    }
  }

  private static double perSecond(RandomLlama model, List<DecoderSequence> sequences) {
    int[] ids = new int[sequences.size()];
    ids = model.decoder().step(sequences, ids); // kernels are compiled per number of rows
    long start = PROCESS.getProcessCpuTime();
    for (int i = 0; i < NEW_TOKENS; i++) {
      ids = model.decoder().step(sequences, ids);
    }
    return sequences.size() * NEW_TOKENS / seconds(start);
  }

  private static double seconds(long start) {
    return (PROCESS.getProcessCpuTime() - start) / 1e9;
  }
}
