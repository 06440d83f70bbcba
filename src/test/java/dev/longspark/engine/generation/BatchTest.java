package dev.longspark.engine.generation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longspark.engine.Batching;
import dev.longspark.engine.Batching.Refill;
import dev.longspark.engine.Device;
import dev.longspark.engine.Precision;
import dev.longspark.engine.cache.FullCache;
import dev.longspark.engine.checkpoint.Checkpoint;
import dev.longspark.engine.checkpoint.FullPrecision;
import dev.longspark.engine.decoder.Decoder;
import dev.longspark.engine.decoder.Placement;
import dev.longspark.measurement.BatchUse;
import dev.longspark.testing.GoldenModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What requests that are decoded together get, and what one of them may cost the others. */
class BatchTest {
  private static final GoldenModel LLAMA = new GoldenModel("llama31-tiny");
  private static final EngineSettings SETTINGS =
      EngineSettings.of(new FullPrecision(Precision.FP32), new FullCache(), Device.cpu());
  private static final int[] NEW_TOKENS = {2, 9, 4, 1, 12, 3, 7};

  private static Generator generator;

  @BeforeAll
  static void open() {
    generator = Generator.open(LLAMA.folder(), SETTINGS);
  }

  @AfterAll
  static void close() {
    generator.close();
  }

  /** What was told, in its order. */
  private static final class Told implements Answers {
    private final Map<Integer, Generation> generations = new TreeMap<>();
    private final Map<Integer, BatchUse> uses = new TreeMap<>();
    private final Map<Integer, String> faults = new TreeMap<>();
    private final List<Integer> begun = new ArrayList<>();

    @Override
    public void begins(int request) {
      begun.add(request);
    }

    @Override
    public void answered(int request, Generation generation, BatchUse use) {
      generations.put(request, generation);
      uses.put(request, use);
    }

    @Override
    public void failed(int request, Throwable cause) {
      faults.put(request, cause.getMessage());
    }

    /** The passes in which anybody got a token. */
    double passes() {
      return uses.keySet().stream()
          .mapToDouble(i -> (generations.get(i).ids().size() - 1) / uses.get(i).liveRows())
          .sum();
    }
  }

  @Test
  void answersAsAloneWhateverMeets() {
    List<Request> requests = requests();
    List<List<Integer>> alone =
        requests.stream()
            .map(each -> generator.generate(each.first(each.tokens()), each.limits()).ids())
            .toList();
    for (Refill refill : Refill.values()) {
      for (int size : List.of(2, 3, 16)) {
        Told told = told(generator, requests, new Batching(size, refill));
        assertEquals(
            alone, told.generations.values().stream().map(Generation::ids).toList(), refill + "");
        assertEquals(Map.of(), told.faults);
      }
    }
  }

  /**
   * Of the numbers of tokens: static groups of three last as their longest; 31 tokens behind the
   * first ones take refilled places 12 passes.
   */
  @Test
  void countsThePassesAndTheRowsInThem() {
    Told grouped = told(generator, requests(), new Batching(3, Refill.STATIC));
    Told refilled = told(generator, requests(), new Batching(3, Refill.CONTINUOUS));

    assertEquals(8 + 11 + 6, grouped.passes(), 1e-9);
    assertEquals(12, refilled.passes(), 1e-9);
    assertEquals(1, grouped.uses.get(6).liveRows(), 1e-9);
    assertEquals(List.of(0, 1, 2, 3, 4, 5, 6), refilled.begun);
    for (BatchUse use : refilled.uses.values()) {
      assertEquals(refilled.uses.get(0).begun(), use.begun());
    }
  }

  @Test
  void tellsWaitingSharesAndBytesApart() {
    Told told = told(generator, requests(), new Batching(2, Refill.STATIC));
    double span = 0;
    double shares = 0;
    for (int i = 0; i < NEW_TOKENS.length; i++) {
      BatchUse use = told.uses.get(i);
      Generation generation = told.generations.get(i);
      shares += use.shareMs();
      double end =
          use.waitingMs()
              + generation.timings().timeToFirstTokenMs()
              + generation.timings().decodeMs();
      span = Math.max(span, end);
      assertTrue(use.cacheBytes() >= generation.memory().cacheBytes());
      assertEquals(-1, generation.energyJoules());
      assertTrue(i == 0 || use.waitingMs() > told.uses.get(i - 1).waitingMs());
    }
    long alone = told.generations.get(6).memory().cacheBytes();
    assertEquals(alone, told.uses.get(6).cacheBytes(), "the last one is alone");
    assertTrue(shares <= span, shares + " ms of work in " + span);
    assertTrue(shares > 0.5 * span, shares + " ms of work in " + span);
  }

  @Test
  void oneThatFailsCostsItselfOnly() {
    List<Request> requests = new ArrayList<>(requests());
    GenerationLimits limits = GenerationLimits.exactly(3);
    requests.add(1, new Request(new long[] {1, 400}, 2, limits));
    Told told = told(generator, requests, new Batching(3, Refill.CONTINUOUS));

    assertEquals(Map.of(1, "Invalid token id: 400 (must be from 0 to 399)"), told.faults);
    assertEquals(requests.size() - 1, told.generations.size());
    assertEquals(2, told.begun.stream().filter(each -> each == 1).count(), "tried alone, last");
    assertEquals(1, told.begun.get(told.begun.size() - 1));
  }

  /**
   * Whoever meets the longest prompt in a pass fails with it, as with one that breaks a kernel;
   * alone it fails still, and nobody else does.
   */
  @Test
  void aPassThatFailsIsRepeatedForEachAlone() {
    Checkpoint checkpoint = Checkpoint.open(LLAMA.folder());
    Placement placement = Placement.on(Device.cpu(), checkpoint.shape().layers().size());
    Told told = new Told();
    try (Decoder decoder = Decoder.load(checkpoint, SETTINGS.weights(), placement, 64);
        Batch batch =
            new Batch(
                decoder,
                (sequences, ids) -> {
                  if (sequences.stream().anyMatch(each -> each.position() >= 200)) {
                    throw new IllegalStateException("as native code would");
                  }
                  return decoder.step(sequences, ids);
                },
                SETTINGS,
                Set.of(),
                new Batching(3, Refill.STATIC),
                requests(),
                told)) {
      batch.run();
    }

    // Of the third and the sixth request; the seventh goes alone from the start.
    assertEquals(Map.of(2, "as native code would", 5, "as native code would"), told.faults);
    assertEquals(List.of(0, 1, 3, 4, 6), List.copyOf(told.generations.keySet()));
    for (int i : told.generations.keySet()) {
      Request request = requests().get(i);
      assertEquals(
          generator.generate(request.first(request.tokens()), request.limits()).ids(),
          told.generations.get(i).ids());
    }
    assertEquals(1, told.uses.get(1).liveRows(), 1e-9);
    assertEquals(2, told.begun.stream().filter(each -> each == 1).count());
  }

  /** The budget holds two of these caches, and none of a thousand tokens. */
  @Test
  void whatHasNoRoomBesideOthersWaitsAndWhatHasNoneAtAllFails() {
    Request request = requests().get(1);
    long bytes = (request.tokens() + 8L) * generator.shape().keyValueBytesPerToken(Precision.FP32);
    long budget = generator.weightBytes() + 2 * bytes;
    Request tooLong = new Request(new long[1000], 1000, GenerationLimits.exactly(9));
    try (Generator bounded = Generator.open(LLAMA.folder(), SETTINGS.withMemoryBudget(budget))) {
      Told told =
          told(
              bounded,
              List.of(request, request, tooLong, request),
              new Batching(4, Refill.CONTINUOUS));

      assertEquals(List.of(0, 1, 3), List.copyOf(told.generations.keySet()));
      assertEquals(2, told.uses.get(0).liveRows(), 1e-9);
      assertEquals(1, told.uses.get(3).liveRows(), 1e-9);
      assertTrue(told.faults.get(2).endsWith("within the memory budget of " + budget + " bytes"));
    }
  }

  @Test
  void endsWithItsThread() {
    Thread.currentThread().interrupt();
    try {
      assertThrows(
          CancellationException.class,
          () -> told(generator, requests(), new Batching(4, Refill.STATIC)));
    } finally {
      assertTrue(Thread.interrupted());
    }
  }

  private static Told told(Generator generator, List<Request> requests, Batching batching) {
    Told told = new Told();
    generator.generateTogether(requests, batching, told);
    return told;
  }

  private static List<Request> requests() {
    List<long[]> prompts =
        Stream.of("p7", "p63", "p200").map(name -> LLAMA.trace(name).promptIds()).toList();
    return IntStream.range(0, NEW_TOKENS.length)
        .mapToObj(
            i -> {
              long[] prompt = prompts.get(i % prompts.size());
              return new Request(prompt, prompt.length, GenerationLimits.exactly(NEW_TOKENS[i]));
            })
        .toList();
  }
}
