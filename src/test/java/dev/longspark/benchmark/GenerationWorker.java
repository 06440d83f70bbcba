package dev.longspark.benchmark;

import dev.longspark.engine.Device;
import dev.longspark.engine.Precision;
import dev.longspark.engine.cache.FullCache;
import dev.longspark.engine.checkpoint.FullPrecision;
import dev.longspark.engine.generation.EngineSettings;
import dev.longspark.engine.generation.Generation;
import dev.longspark.engine.generation.GenerationLimits;
import dev.longspark.engine.generation.Generator;
import dev.longspark.measurement.Timings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.LongStream;

/**
 * Longspark's side of {@code huggingface.py}: for each line "PROMPT_TOKENS NEW_TOKENS" it prints
 * the seconds to the first token, those of all others, and the ids.
 */
public final class GenerationWorker {
  private GenerationWorker() {}

  /**
   * Answers until its input ends.
   *
   * @param args checkpoint folder, threads, precision
   */
  public static void main(String[] args) throws IOException {
    EngineSettings settings =
        EngineSettings.of(
                new FullPrecision(Precision.valueOf(args[2])), new FullCache(), Device.cpu())
            .withThreads(Integer.parseInt(args[1]));
    InputStreamReader input = new InputStreamReader(System.in, StandardCharsets.UTF_8);
    try (BufferedReader lines = new BufferedReader(input);
        Generator generator = Generator.open(Path.of(args[0]), settings)) {
      System.out.println("ready");
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] counts = line.split(" ", 2);
        print(generate(generator, Integer.parseInt(counts[0]), Integer.parseInt(counts[1])));
      }
    }
  }

  private static Generation generate(Generator generator, int promptTokens, int newTokens) {
    int vocabulary = generator.shape().vocabulary();
    long[] prompt = LongStream.range(0, promptTokens).map(i -> i * 7919 % vocabulary).toArray();
    return generator.generate(prompt, GenerationLimits.exactly(newTokens));
  }

  private static void print(Generation generation) {
    Timings timings = generation.timings();
    System.out.printf(
        Locale.ROOT,
        "%f %f %s%n",
        timings.timeToFirstTokenMs() / 1000,
        timings.decodeMs() / 1000,
        generation.ids().toString().replace(" ", ""));
  }
}
