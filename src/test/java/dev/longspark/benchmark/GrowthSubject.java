package dev.longspark.benchmark;

import dev.longspark.engine.Device;
import dev.longspark.engine.Precision;
import dev.longspark.engine.cache.FullCache;
import dev.longspark.engine.checkpoint.FullPrecision;
import dev.longspark.engine.generation.EngineSettings;
import dev.longspark.engine.generation.Generation;
import dev.longspark.engine.generation.GenerationLimits;
import dev.longspark.engine.generation.Generator;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;
import org.apache.commons.math3.stat.regression.OLSMultipleLinearRegression;

/** Time and memory against the prompt's length, and memory against the number of generations. */
final class GrowthSubject implements Subject {
  private static final Path MODEL = Path.of("src/main/resources/sample/base");
  private static final int[] LENGTHS = {1024, 2048, 4096, 8192, 16384, 32768};
  private static final int ROUNDS = 2;
  private static final int GENERATIONS = 1000;
  private static final int WARM_UP = 500;
  private static final double LEAK_SHARE = 0.02;

  @Override
  public String name() {
    return "growth";
  }

  @Override
  public String title() {
    return "The embedded study's model in BF16: prompts of 1k to 32k tokens; "
        + GENERATIONS
        + " generations";
  }

  @Override
  public void measure(int threads, Report report) {
    EngineSettings settings =
        EngineSettings.of(new FullPrecision(Precision.BF16), new FullCache(), Device.cpu())
            .withThreads(threads);
    try (Generator generator = Generator.open(MODEL, settings)) {
      leak(generator, report);
      lengths(generator, report);
    }
  }

  private static void lengths(Generator generator, Report report) {
    double[] seconds = new double[LENGTHS.length];
    double[] megabytes = new double[LENGTHS.length];
    for (int i = 0; i < LENGTHS.length; i++) {
      List<Double> times = new ArrayList<>();
      for (int round = 0; round < ROUNDS; round++) {
        Generation generation = generate(generator, LENGTHS[i], 1);
        times.add(generation.timings().prefillMs() / 1000);
        megabytes[i] =
            Math.max(megabytes[i], (double) generation.memory().peak().bytes() / (1 << 20));
      }
      // the fastest: whatever else the machine does only adds
      seconds[i] = times.stream().min(Double::compare).orElseThrow();
    }
    double[] time = fit(seconds, 1, 2);
    double[] memory = fit(megabytes, 0, 1);
    report.note("tokens   prefill, s   a n + b n^2      off   peak, MB     c + d n      off");
    for (int i = 0; i < LENGTHS.length; i++) {
      double n = LENGTHS[i];
      double expectedTime = time[0] * n + time[1] * n * n;
      double expectedMemory = memory[0] + memory[1] * n;
      report.note(
          String.format(
              Locale.ROOT,
              "%6d   %10.3f   %11.3f   %+4.0f %%   %8.1f   %9.1f   %+4.1f %%",
              LENGTHS[i],
              seconds[i],
              expectedTime,
              100 * (seconds[i] / expectedTime - 1),
              megabytes[i],
              expectedMemory,
              100 * (megabytes[i] / expectedMemory - 1)));
    }
  }

  /** Coefficients of two powers of the length, by least squares of relative differences. */
  private static double[] fit(double[] values, int power, int otherPower) {
    double[][] x = new double[values.length][];
    double[] ones = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      double n = LENGTHS[i];
      x[i] = new double[] {Math.pow(n, power) / values[i], Math.pow(n, otherPower) / values[i]};
      ones[i] = 1;
    }
    OLSMultipleLinearRegression regression = new OLSMultipleLinearRegression();
    regression.setNoIntercept(true);
    regression.newSampleData(ones, x);
    return regression.estimateRegressionParameters();
  }

  private static void leak(Generator generator, Report report) {
    long least = Long.MAX_VALUE;
    long most = 0;
    long first = 0;
    long last = 0;
    for (int i = 0; i < WARM_UP + GENERATIONS; i++) {
      // The warm-up sees every length once, for libtorch keeps kernels per length; those whose
      // memory is looked at are alike.
      boolean looked = i >= WARM_UP && i % 50 == 0;
      Generation generation = generate(generator, looked ? 256 : 16 + i * 37 % 500, 4);
      if (looked) {
        last = generation.memory().peak().bytes();
        first = first == 0 ? last : first;
        least = Math.min(least, last);
        most = Math.max(most, last);
      }
    }
    double spread = (double) (most - least) / least;
    report.note(
        String.format(
            Locale.ROOT,
            "resident memory from generation %d to %d: %.1f to %.1f MB, first %.1f, last %.1f:"
                + " within %.2f %% (goal <= %.0f %%, %s)",
            WARM_UP,
            WARM_UP + GENERATIONS,
            least / 1e6,
            most / 1e6,
            first / 1e6,
            last / 1e6,
            100 * spread,
            100 * LEAK_SHARE,
            spread <= LEAK_SHARE ? "met" : "not met"));
  }

  private static Generation generate(Generator generator, int promptTokens, int newTokens) {
    int vocabulary = generator.shape().vocabulary();
    long[] prompt = LongStream.range(0, promptTokens).map(i -> i * 7919 % vocabulary).toArray();
    return generator.generate(prompt, GenerationLimits.exactly(newTokens));
  }
}
