package dev.longspark.engine.generation;

import dev.longspark.engine.ModelShape;
import dev.longspark.engine.OutOfDeviceMemoryException;
import dev.longspark.engine.cache.CachePolicy;
import dev.longspark.engine.cache.View;
import dev.longspark.engine.checkpoint.Checkpoint;
import dev.longspark.engine.decoder.Decoder;
import dev.longspark.engine.decoder.DecoderSequence;
import dev.longspark.engine.decoder.Placement;
import dev.longspark.engine.decoder.TokenLogit;
import dev.longspark.engine.torchscript.TorchRuntime;
import dev.longspark.measurement.KeptTokens;
import dev.longspark.measurement.MemoryUse;
import dev.longspark.measurement.Timings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Semaphore;

/**
 * A loaded model that answers prompts greedily, one at a time unless its settings say otherwise,
 * and measures each answer.
 *
 * <p>A failed generation leaves the generator as it was.
 */
public final class Generator implements AutoCloseable {
  private static final int WARM_UP_TOKENS = 4;

  private final Path folder;
  private volatile EngineSettings settings;
  private final Decoder decoder;
  private final Set<Integer> endIds;
  private final long weightBytes;
  private final Semaphore inFlight;

  private Generator(Checkpoint checkpoint, EngineSettings settings, Decoder decoder) {
    this.folder = checkpoint.folder();
    this.settings = settings;
    this.decoder = decoder;
    this.endIds = Set.copyOf(checkpoint.endIds());
    this.weightBytes = decoder.weightBytes();
    this.inFlight = new Semaphore(settings.samplesInFlight(), true);
  }

  /**
   * Loads a model and runs it once, so that no first call is ever measured.
   *
   * @throws OutOfDeviceMemoryException if the weights exceed the budget or a device
   * @throws IllegalArgumentException if the folder holds no sound decoder, or the cache policy
   *     cannot keep its keys and values
   */
  public static Generator open(Path folder, EngineSettings settings) {
    return open(Checkpoint.open(folder), settings);
  }

  /**
   * Loads a checkpoint that is already checked, or one of random weights, and runs it once.
   *
   * @throws OutOfDeviceMemoryException if the weights exceed the budget or a device
   */
  public static Generator open(Checkpoint checkpoint, EngineSettings settings) {
    ModelShape shape = checkpoint.shape();
    settings.cache().requireFits(shape);
    requireBudget(settings, settings.weights().weightBytes(checkpoint.model()), 0);
    Placement placement =
        Placement.spread(checkpoint.model(), settings.weights(), settings.devices());
    Decoder decoder =
        Decoder.load(checkpoint, settings.weights(), placement, settings.prefillChunk());
    try {
      Generator generator = new Generator(checkpoint, settings, decoder);
      TorchRuntime.releaseLoadingMemory();
      generator.warmUp();
      return generator;
    } catch (RuntimeException e) {
      decoder.close();
      throw e;
    }
  }

  /**
   * Keeps keys and values by another policy from now on; the weights stay. Runs once, so that no
   * first call is ever measured. No generation may be under way.
   *
   * @throws OutOfDeviceMemoryException if the cache exceeds the budget or a device
   * @throws IllegalArgumentException if the policy cannot keep the model's keys and values
   */
  public void use(CachePolicy cache) {
    EngineSettings before = settings;
    if (cache.equals(before.cache())) {
      return;
    }
    cache.requireFits(shape());
    settings = before.withCache(cache);
    try {
      warmUp();
    } catch (RuntimeException e) {
      settings = before;
      throw e;
    }
  }

  /** The model's own end tokens. */
  public Set<Integer> endIds() {
    return endIds;
  }

  public ModelShape shape() {
    return decoder.shape();
  }

  /** The bytes of all weights, counted from the tensors. */
  public long weightBytes() {
    return weightBytes;
  }

  /** Generations that may run at the same time. */
  public int samplesInFlight() {
    return settings.samplesInFlight();
  }

  /** The native kernels at work, by what they do. */
  public Map<String, String> kernels() {
    Map<String, String> kernels = new TreeMap<>(decoder.kernels());
    kernels.put("attention of new tokens", decoder.tokenAttention(settings.cache()));
    return kernels;
  }

  /**
   * Continues a prompt with the most likely tokens.
   *
   * @throws OutOfDeviceMemoryException if weights and cache exceed the budget or a device
   * @throws IllegalArgumentException if the prompt is empty, an id is not in the vocabulary, or the
   *     cache policy has to know where the context ends
   * @throws IllegalStateException if native code fails, saying where
   */
  public Generation generate(long[] promptIds, GenerationLimits limits) {
    if (settings.cache().view() == View.CONTEXT) {
      throw new IllegalArgumentException(
          "Cannot choose from the context alone: nobody says where it ends in the prompt");
    }
    return generate(promptIds, promptIds.length, limits, Telling.NOTHING);
  }

  /**
   * Continues a prompt with the most likely tokens.
   *
   * @param contextIds how many of the prompt's ids a cache policy sees that chooses from the
   *     context alone; the others pass over what it kept
   * @param telling what is to be told besides
   * @throws OutOfDeviceMemoryException if weights and cache exceed the budget or a device
   * @throws IllegalArgumentException if the prompt is empty, an id is not in the vocabulary, or the
   *     cache policy cannot choose from so few tokens
   * @throws IllegalStateException if native code fails, saying where
   * @throws CancellationException if the thread is interrupted
   */
  public Generation generate(
      long[] promptIds, int contextIds, GenerationLimits limits, Telling telling) {
    int first = settings.cache().view() == View.CONTEXT ? contextIds : promptIds.length;
    if (first < 0 || first > promptIds.length) {
      throw new IllegalArgumentException(
          "Invalid end of the context: "
              + first
              + " (the prompt has "
              + promptIds.length
              + " ids)");
    }
    inFlight.acquireUninterruptibly();
    try {
      return generateNow(promptIds, first, limits, telling);
    } finally {
      inFlight.release();
    }
  }

  private Generation generateNow(
      long[] promptIds, int first, GenerationLimits limits, Telling telling) {
    Stopwatch watch = new Stopwatch();
    CachePolicy cache = settings.cache();
    long[] chosenFrom = Arrays.copyOf(promptIds, first);
    long[] question = Arrays.copyOfRange(promptIds, first, promptIds.length);
    int later = Math.addExact(question.length, limits.maxNewTokens() - 1);
    int capacity = Math.addExact(first, later);
    requireBudget(
        settings,
        weightBytes,
        settings.samplesInFlight() * cache.bytes(shape(), decoder.precision(), first, later));
    TorchRuntime.useThreads(settings.threads()); // another generator may have set its own
    PeakMemory peak = PeakMemory.start(settings);
    EnergyMeter energy = EnergyMeter.start(settings);
    GreedySearch search = new GreedySearch(endIds, limits, watch);
    try (DecoderSequence sequence = decoder.begin(cache, chosenFrom, later)) {
      List<TokenLogit> best = search.begin(sequence, chosenFrom, question, telling.topLogits());
      FinishReason reason = search.run(sequence);
      Timings timings = watch.timings();
      double joules = energy.joules();
      long cacheBytes = sequence.cacheBytes();
      MemoryUse memory =
          new MemoryUse(weightBytes, cacheBytes, peak.reading(weightBytes + cacheBytes));
      return new Generation(
          search.ids(),
          reason,
          promptIds.length,
          best,
          timings,
          memory,
          kept(sequence.keptCounts(), cache, first),
          telling.keptPositions() ? sequence.kept() : List.of(),
          joules,
          warnings(capacity + 1L, sequence.best(1)));
    } catch (OutOfDeviceMemoryException e) {
      TorchRuntime.releaseCachedMemory();
      throw e;
    } catch (CancellationException e) {
      throw e;
    } catch (IllegalStateException e) {
      throw new IllegalStateException(
          "Cannot generate with "
              + folder
              + " after "
              + promptIds.length
              + " prompt tokens and "
              + search.ids().size()
              + " new ones: "
              + e.getMessage(),
          e);
    }
  }

  private static List<KeptTokens> kept(List<Integer> counts, CachePolicy cache, int of) {
    return counts.isEmpty()
        ? List.of()
        : List.of(new KeptTokens(counts, of, cache.view() == View.CONTEXT));
  }

  @Override
  public void close() {
    decoder.close();
  }

  private void warmUp() {
    int tokens = WARM_UP_TOKENS;
    while (decoder.obstacle(settings.cache(), tokens, WARM_UP_TOKENS).isPresent()) {
      tokens++; // until there are tokens to drop and to keep
      if (shape().seeing(tokens + WARM_UP_TOKENS).isEmpty()) {
        return; // a prompt of which tokens are dropped is too long for every layer's window
      }
    }
    GenerationLimits limits = GenerationLimits.exactly(WARM_UP_TOKENS);
    generate(new long[tokens], tokens, limits, Telling.NOTHING);
  }

  private List<GenerationWarning> warnings(long positions, List<TokenLogit> last) {
    List<GenerationWarning> warnings = new ArrayList<>();
    if (positions > shape().maxPositions()) {
      warnings.add(GenerationWarning.BEYOND_MAX_POSITIONS);
    }
    // What is no number counts as the largest.
    if (!Float.isFinite(last.get(0).logit())) {
      warnings.add(GenerationWarning.NON_FINITE_LOGITS);
    }
    return warnings;
  }

  private static void requireBudget(EngineSettings settings, long weightBytes, long cacheBytes) {
    if (weightBytes + cacheBytes > settings.memoryBudget()) {
      throw new OutOfDeviceMemoryException(
          "Cannot hold "
              + weightBytes
              + " bytes of weights and "
              + cacheBytes
              + " bytes of keys and values within the memory budget of "
              + settings.memoryBudget()
              + " bytes",
          null);
    }
  }
}
