package dev.longspark.engine.generation;

import dev.longspark.engine.Device;
import dev.longspark.engine.Precision;
import dev.longspark.engine.cache.FullCache;
import dev.longspark.engine.checkpoint.FullPrecision;
import java.nio.file.Path;

/** Is nearly always in native code, until it is told to end. Argument: a model's folder. */
final class EndlessGeneration {
  private EndlessGeneration() {}

  public static void main(String[] args) {
    EngineSettings settings =
        EngineSettings.of(new FullPrecision(Precision.FP32), new FullCache(), Device.cpu());
    try (Generator generator = Generator.open(Path.of(args[0]), settings)) {
      System.out.println("ready");
      while (true) {
        generator.generate(new long[2000], GenerationLimits.exactly(2));
      }
    }
  }
}
