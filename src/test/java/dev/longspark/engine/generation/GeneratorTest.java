package dev.longspark.engine.generation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longspark.engine.Device;
import dev.longspark.engine.OutOfDeviceMemoryException;
import dev.longspark.engine.Precision;
import dev.longspark.engine.cache.CacheKinds;
import dev.longspark.engine.cache.CachePolicy;
import dev.longspark.engine.cache.FullCache;
import dev.longspark.engine.cache.QuantizedCache;
import dev.longspark.engine.checkpoint.FullPrecision;
import dev.longspark.engine.decoder.TokenLogit;
import dev.longspark.measurement.KeptTokens;
import dev.longspark.measurement.MemoryUse;
import dev.longspark.measurement.Timings;
import dev.longspark.testing.GoldenModel;
import dev.longspark.testing.GoldenModel.Trace;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class GeneratorTest {
  private static final GoldenModel LLAMA = new GoldenModel("llama31-tiny");
  private static final Trace P7 = LLAMA.trace("p7");
  private static final Trace P63 = LLAMA.trace("p63");
  private static final EngineSettings SETTINGS =
      EngineSettings.of(new FullPrecision(Precision.FP32), new FullCache(), Device.cpu());

  private static Generator generator;

  @BeforeAll
  static void open() {
    generator = Generator.open(LLAMA.folder(), SETTINGS);
  }

  @AfterAll
  static void close() {
    generator.close();
  }

  @Test
  void generatesTheReferenceTraceUpToTheLimit() {
    Generation generation = generator.generate(P7.promptIds(), GenerationLimits.atMost(32));

    assertEquals(P7.generated(), generation.ids());
    assertEquals(FinishReason.LENGTH, generation.finishReason());
    assertEquals(7, generation.promptTokens());
    assertEquals(List.of(), generation.warnings());
  }

  @Test
  void changesItsCachePolicyWithoutLoadingAgain() {
    CachePolicy policy = new QuantizedCache(4, 8, 16);
    Generation expected;
    try (Generator opened = Generator.open(LLAMA.folder(), SETTINGS.withCache(policy))) {
      expected = opened.generate(P63.promptIds(), GenerationLimits.atMost(8));
    }

    generator.use(policy);
    Generation quantized = generator.generate(P63.promptIds(), GenerationLimits.atMost(8));
    generator.use(new FullCache());
    Generation full = generator.generate(P63.promptIds(), GenerationLimits.atMost(8));

    assertEquals(expected.ids(), quantized.ids());
    assertEquals(expected.memory().cacheBytes(), quantized.memory().cacheBytes());
    assertEquals(P63.generated().subList(0, 8), full.ids());
    assertTrue(full.memory().cacheBytes() > quantized.memory().cacheBytes());
  }

  @Test
  void choosesFromTheContextAloneWhereAPolicySaysSo() {
    CachePolicy ofContext =
        CacheKinds.policy("tova", Map.of("ratio", "0.5", "view", "context"), new FullCache());
    GenerationLimits limits = GenerationLimits.exactly(4);
    generator.use(ofContext);
    Generation generation = generator.generate(P63.promptIds(), 50, limits, new Telling(0, true));

    assertEquals(List.of(new KeptTokens(List.of(25, 25), 50, true)), generation.kept());
    assertEquals(25, generation.keptPositions().get(1).get(0).size());
    long heldTokens = 25 + 13 + 3;
    assertEquals(
        heldTokens * generator.shape().keyValueBytesPerToken(Precision.FP32),
        generation.memory().cacheBytes());
    IllegalArgumentException fault =
        assertThrows(
            IllegalArgumentException.class, () -> generator.generate(P63.promptIds(), limits));
    assertEquals(
        "Cannot choose from the context alone: nobody says where it ends in the prompt",
        fault.getMessage());
    generator.use(new FullCache());
    assertEquals(List.of(), generator.generate(P63.promptIds(), limits).kept());
  }

  @Test
  void keepsItsCachePolicyWhereAnotherDoesNotFit() {
    CachePolicy tooWide = new QuantizedCache(4, 7, 16);

    assertThrows(IllegalArgumentException.class, () -> generator.use(tooWide));

    Generation generation = generator.generate(P7.promptIds(), GenerationLimits.atMost(4));
    assertEquals(P7.generated().subList(0, 4), generation.ids());
  }

  @Test
  void knowsTheEndIdsOfTheCheckpoint() {
    assertEquals(Set.of(385, 392, 393), generator.endIds());
  }

  @Test
  void keepsTheEndTokenThatStopsIt() {
    GenerationLimits limits = new GenerationLimits(0, 32, Set.of(399, 109));
    Generation generation = generator.generate(P63.promptIds(), limits);

    assertEquals(List.of(42, 159, 225, 29, 297, 33, 109), generation.ids());
    assertEquals(FinishReason.STOP, generation.finishReason());
  }

  @Test
  void choosesAnotherTokenWhereAnEndComesTooEarly() {
    int first = P7.generated().get(0);
    GenerationLimits limits = new GenerationLimits(1, 1, Set.of(first));
    Generation generation = generator.generate(P7.promptIds(), 7, limits, new Telling(2, false));

    assertEquals(List.of(124), generation.ids(), "the second best");
    assertEquals(List.of(first, 124), generation.topLogits().stream().map(TokenLogit::id).toList());
  }

  @Test
  void generatesExactlyAsManyTokensAsForced() {
    GenerationLimits limits = new GenerationLimits(20, 20, Set.of(109, 225));
    Generation generation = generator.generate(P63.promptIds(), limits);

    assertEquals(20, generation.ids().size());
    assertFalse(generation.ids().contains(109));
    assertEquals(FinishReason.LENGTH, generation.finishReason());
  }

  @Test
  void tellsTheBestFirstTokens() {
    Generation generation =
        generator.generate(P7.promptIds(), 7, GenerationLimits.atMost(1), new Telling(5, false));

    assertEquals(
        List.of(269, 124, 244, 35, 88),
        generation.topLogits().stream().map(TokenLogit::id).toList());
    assertEquals(4.80793, generation.topLogits().get(0).logit(), 1e-3);
  }

  @Test
  void measuresTimesThatAddUp() {
    Timings timings = generator.generate(P63.promptIds(), GenerationLimits.atMost(16)).timings();

    assertEquals(15, timings.tokenMs().size());
    double sum = timings.tokenMs().stream().mapToDouble(Double::doubleValue).sum();
    assertEquals(timings.decodeMs(), sum, 1e-3);
    assertTrue(0 < timings.prefillMs() && timings.prefillMs() <= timings.timeToFirstTokenMs());
    assertTrue(timings.timeToFirstTokenMs() + timings.decodeMs() <= timings.endToEndMs());
    assertEquals(16_000 / timings.endToEndMs(), timings.tokensPerSecond(), 1e-9);
  }

  @Test
  void countsBytesAndMeasuresThePeak() {
    MemoryUse memory = generator.generate(P63.promptIds(), GenerationLimits.atMost(2)).memory();

    assertEquals(generator.shape().weightBytes(Precision.FP32), memory.weightBytes());
    assertEquals(64 * generator.shape().keyValueBytesPerToken(Precision.FP32), memory.cacheBytes());
    assertTrue(memory.peak().bytes() > memory.weightBytes() + memory.cacheBytes());
  }

  @Test
  void warnsBeyondTheDeclaredPositions() {
    long[] prompt = new long[1020];
    assertEquals(
        List.of(),
        generator.generate(prompt, GenerationLimits.atMost(4)).warnings(),
        "1024 positions fit");
    assertEquals(
        List.of(GenerationWarning.BEYOND_MAX_POSITIONS),
        generator.generate(prompt, GenerationLimits.atMost(5)).warnings());
  }

  @Test
  void staysUsableAfterEveryFailure() {
    long[] outside = {1, 400};
    assertThrows(
        IllegalArgumentException.class,
        () -> generator.generate(outside, GenerationLimits.atMost(4)));
    assertThrows(
        OutOfDeviceMemoryException.class,
        () -> generator.generate(P7.promptIds(), GenerationLimits.atMost(2_000_000_000)));

    assertEquals(
        P7.generated(), generator.generate(P7.promptIds(), GenerationLimits.atMost(32)).ids());
  }

  @Test
  void refusesWhatTheBudgetCannotHold() {
    long weights = generator.weightBytes();
    long perToken = generator.shape().keyValueBytesPerToken(Precision.FP32);
    assertThrows(
        OutOfDeviceMemoryException.class,
        () -> Generator.open(LLAMA.folder(), SETTINGS.withMemoryBudget(weights - 1)));
    try (Generator small =
        Generator.open(LLAMA.folder(), SETTINGS.withMemoryBudget(weights + 10 * perToken))) {
      OutOfDeviceMemoryException refused =
          assertThrows(
              OutOfDeviceMemoryException.class,
              () -> small.generate(P7.promptIds(), GenerationLimits.atMost(5)));
      assertTrue(refused.getMessage().startsWith("Cannot hold " + weights + " bytes of weights"));
      assertEquals(4, small.generate(P7.promptIds(), GenerationLimits.atMost(4)).ids().size());
    }
  }

  @Test
  void keepsNoMemoryOfPastSamples() {
    long[] prompt = LLAMA.trace("p500").promptIds();
    long before = 0;
    for (int i = 0; i < 250; i++) {
      if (i == 50) {
        before = ProcessMemory.resident().orElse(0);
      }
      generator.generate(prompt, GenerationLimits.atMost(2));
    }
    long grown = ProcessMemory.resident().orElse(0) - before;
    long caches = 200 * 501 * generator.shape().keyValueBytesPerToken(Precision.FP32);
    assertTrue(grown < caches / 2, "grown by " + grown + " of " + caches + " bytes");
  }
}
