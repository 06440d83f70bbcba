package dev.longspark.engine.generation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.longspark.engine.Device;
import dev.longspark.engine.Precision;
import dev.longspark.engine.cache.FullCache;
import dev.longspark.engine.checkpoint.FullPrecision;
import dev.longspark.testing.GoldenModel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Layers on several devices, which on a CPU are several programs: the same ids as on one. */
class PipelineTest {
  private static final int DEVICES = 2;

  @ParameterizedTest
  @ValueSource(strings = {"llama31-tiny", "minitron-tiny", "decilm-tiny"})
  void generatesAsOneDeviceDoes(String name) throws ExecutionException, InterruptedException {
    GoldenModel model = new GoldenModel(name);
    List<List<Integer>> expected =
        model.traces().stream().map(GoldenModel.Trace::generated).toList();

    assertEquals(expected, oneByOne(model), "exclusive");
    assertEquals(expected, together(model), "filled");
  }

  private static List<List<Integer>> oneByOne(GoldenModel model) {
    try (Generator generator = Generator.open(model.folder(), settings(1))) {
      return model.traces().stream().map(trace -> generate(generator, trace)).toList();
    }
  }

  private static List<List<Integer>> together(GoldenModel model)
      throws ExecutionException, InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(DEVICES);
    try (Generator generator = Generator.open(model.folder(), settings(DEVICES))) {
      List<Future<List<Integer>>> running = new ArrayList<>();
      for (GoldenModel.Trace trace : model.traces()) {
        running.add(threads.submit(() -> generate(generator, trace)));
      }
      List<List<Integer>> ids = new ArrayList<>();
      for (Future<List<Integer>> each : running) {
        ids.add(each.get());
      }
      return ids;
    } finally {
      threads.shutdownNow();
    }
  }

  private static EngineSettings settings(int samplesInFlight) {
    return new EngineSettings(
        new FullPrecision(Precision.FP32),
        new FullCache(),
        Collections.nCopies(DEVICES, Device.cpu()),
        samplesInFlight,
        1,
        EngineSettings.DEFAULT_PREFILL_CHUNK,
        EngineSettings.UNLIMITED);
  }

  private static List<Integer> generate(Generator generator, GoldenModel.Trace trace) {
    return generator
        .generate(trace.promptIds(), GenerationLimits.exactly(trace.generated().size()))
        .ids();
  }
}
