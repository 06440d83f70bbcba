package dev.longspark.benchmark;

import dev.longspark.engine.Batching;
import dev.longspark.engine.Batching.Refill;
import dev.longspark.engine.Device;
import dev.longspark.engine.Precision;
import dev.longspark.engine.cache.FullCache;
import dev.longspark.engine.checkpoint.FullPrecision;
import dev.longspark.engine.generation.Answers;
import dev.longspark.engine.generation.EngineSettings;
import dev.longspark.engine.generation.Generation;
import dev.longspark.engine.generation.GenerationLimits;
import dev.longspark.engine.generation.Generator;
import dev.longspark.engine.generation.Request;
import dev.longspark.measurement.BatchUse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** How full batches are, what that gives, and whether memory stays, with the embedded model. */
final class PlacesSubject implements Subject {
  private static final Path MODEL = Path.of("src/main/resources/sample/base");
  private static final int SKEWED = 64;
  private static final int FORCED = 32;
  private static final int ROUND = 50;
  private static final int WARM_UP_ROUNDS = 10;
  private static final int ROUNDS = 20;
  private static final double MEGA = 1e6;

  @Override
  public String name() {
    return "places";
  }

  @Override
  public String title() {
    return "The embedded study's model in BF16, samples that are decoded together";
  }

  @Override
  public void measure(int threads, Report report) {
    EngineSettings settings =
        EngineSettings.of(new FullPrecision(Precision.BF16), new FullCache(), Device.cpu())
            .withThreads(threads);
    try (Generator generator = Generator.open(MODEL, settings)) {
      speed(generator, report);
      occupancy(generator, report);
      memory(generator, report);
    }
  }

  /** Of one call, the sums over its samples. */
  private static final class Sums implements Answers {
    private double tokens;
    private double decodeMs;
    private double passes;
    private long peak;

    @Override
    public void begins(int request) {
      // Nothing is counted yet.
    }

    @Override
    public void answered(int request, Generation generation, BatchUse use) {
      int later = generation.ids().size() - 1;
      tokens += later;
      passes += later / use.liveRows();
      decodeMs += use.shareMs() - generation.timings().timeToFirstTokenMs();
      peak = generation.memory().peak().bytes();
    }

    @Override
    public void failed(int request, Throwable cause) {
      throw new IllegalStateException("Cannot measure: a sample failed", cause);
    }
  }

  /** Tokens after the first by the time of the passes alone. */
  private static void speed(Generator generator, Report report) {
    for (int prompt : List.of(16, 512)) {
      StringBuilder line = new StringBuilder();
      double alone = 0;
      for (int size : List.of(1, 4, 16)) {
        List<Request> requests =
            IntStream.range(0, 4 * size).mapToObj(i -> request(generator, prompt, FORCED)).toList();
        run(generator, requests, new Batching(size, Refill.STATIC));
        Sums sums = run(generator, requests, new Batching(size, Refill.STATIC));
        double perSecond = 1000 * sums.tokens / sums.decodeMs;
        alone = size == 1 ? perSecond : alone;
        line.append(
            String.format(Locale.ROOT, "  B=%d %.0f (%.2f x)", size, perSecond, perSecond / alone));
      }
      report.note("decode after " + prompt + ", tokens/s" + line + "  (goal >= 5 x at 16)");
    }
  }

  private static void occupancy(Generator generator, Report report) {
    Random random = new Random(1);
    List<Request> skewed = new ArrayList<>();
    for (int i = 0; i < SKEWED; i++) {
      int tokens = 4 + (int) Math.min(124, -16 * Math.log(1 - random.nextDouble()));
      skewed.add(request(generator, 64, tokens));
    }
    for (Refill refill : Refill.values()) {
      for (int size : List.of(4, 16)) {
        Sums sums = run(generator, skewed, new Batching(size, refill));
        report.note(
            String.format(
                Locale.ROOT,
                "occupancy of %d samples of 4 to 128 tokens, %.1f in the mean, B=%d, %s: %.3f",
                SKEWED,
                1 + sums.tokens / SKEWED,
                size,
                refill,
                sums.tokens / (size * sums.passes)));
      }
    }
  }

  private static void memory(Generator generator, Report report) {
    List<Long> peaks = new ArrayList<>();
    for (int round = 0; round < WARM_UP_ROUNDS + ROUNDS; round++) {
      List<Request> requests = new ArrayList<>();
      for (int i = 0; i < ROUND; i++) {
        requests.add(request(generator, 16 + i * 37 % 500, 4 + i % 13));
      }
      Sums sums = run(generator, requests, new Batching(4, Refill.CONTINUOUS));
      if (round >= WARM_UP_ROUNDS) {
        peaks.add(sums.peak);
      }
    }
    long least = peaks.stream().mapToLong(Long::longValue).min().orElseThrow();
    long most = peaks.stream().mapToLong(Long::longValue).max().orElseThrow();
    report.note(
        String.format(
            Locale.ROOT,
            "resident memory over %d samples, B=4: %.1f to %.1f MB, first %.1f, last %.1f: within"
                + " %.2f %% (goal <= 2 %%)",
            ROUNDS * ROUND,
            least / MEGA,
            most / MEGA,
            peaks.get(0) / MEGA,
            peaks.get(peaks.size() - 1) / MEGA,
            100.0 * (most - least) / least));
  }

  private static Sums run(Generator generator, List<Request> requests, Batching batching) {
    Sums sums = new Sums();
    generator.generateTogether(requests, batching, sums);
    return sums;
  }

  private static Request request(Generator generator, int promptTokens, int newTokens) {
    int vocabulary = generator.shape().vocabulary();
    long[] prompt = LongStream.range(0, promptTokens).map(i -> i * 7919 % vocabulary).toArray();
    return new Request(prompt, prompt.length, GenerationLimits.exactly(newTokens));
  }
}
