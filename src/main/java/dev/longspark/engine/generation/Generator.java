package dev.longspark.engine.generation;

import dev.longspark.engine.Batching;
import dev.longspark.engine.ModelShape;
import dev.longspark.engine.OutOfDeviceMemoryException;
import dev.longspark.engine.cache.CachePolicy;
import dev.longspark.engine.cache.View;
import dev.longspark.engine.checkpoint.Checkpoint;
import dev.longspark.engine.decoder.Decoder;
import dev.longspark.engine.decoder.Placement;
import dev.longspark.engine.torchscript.TorchRuntime;
import dev.longspark.measurement.TokenDistribution;
import java.nio.file.Path;
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
    settings.requireBudget(settings.weights().weightBytes(checkpoint.model()), 0);
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
    Request request = new Request(promptIds, contextIds, limits);
    inFlight.acquireUninterruptibly();
    try {
      return generateNow(request, telling);
    } finally {
      inFlight.release();
    }
  }

  private Generation generateNow(Request request, Telling telling) {
    CachePolicy cache = settings.cache();
    settings.requireBudget(
        weightBytes,
        settings.samplesInFlight() * RunningGeneration.cacheBytes(decoder, cache, request));
    TorchRuntime.useThreads(settings.threads()); // another generator may have set its own
    PeakMemory peak = PeakMemory.start(settings);
    EnergyMeter energy = EnergyMeter.start(settings);
    int newTokens = 0;
    try (RunningGeneration running =
        new RunningGeneration(decoder, cache, endIds, request, telling)) {
      try {
        running.begin();
        running.search().run(running.sequence());
      } finally {
        newTokens = running.search().ids().size();
      }
      return running.result(weightBytes, peak, energy);
    } catch (OutOfDeviceMemoryException e) {
      TorchRuntime.releaseCachedMemory();
      throw e;
    } catch (CancellationException e) {
      throw e;
    } catch (IllegalStateException e) {
      throw new IllegalStateException(
          "Cannot generate with %s after %d prompt tokens and %d new ones: %s"
              .formatted(folder, request.tokens(), newTokens, e.getMessage()),
          e);
    }
  }

  /**
   * Reads a prompt and then an answer, as if the answer's tokens had been chosen: one after
   * another, through the same kernels and over the same cache as {@link #generate}.
   *
   * @param request the prompt and its context; its limits do not matter
   * @param answer token ids, at least one
   * @param asked gives for each position of the answer the ids whose probabilities are wanted
   *     before its token is read
   * @return for each position what the model thought of the token to come
   * @throws OutOfDeviceMemoryException if weights and cache exceed the budget or a device
   * @throws IllegalArgumentException if an id is not in the vocabulary
   * @throws CancellationException if the thread is interrupted
   */
  public List<TokenDistribution> follow(Request request, int[] answer, AskedIds asked) {
    Request forced = request.endingAfter(answer.length);
    inFlight.acquireUninterruptibly();
    try {
      CachePolicy cache = settings.cache();
      settings.requireBudget(weightBytes, RunningGeneration.cacheBytes(decoder, cache, forced));
      TorchRuntime.useThreads(settings.threads());
      try (RunningGeneration running =
          new RunningGeneration(decoder, cache, endIds, forced, Telling.NOTHING)) {
        return running.follow(answer, asked);
      }
    } catch (OutOfDeviceMemoryException e) {
      TorchRuntime.releaseCachedMemory();
      throw e;
    } finally {
      inFlight.release();
    }
  }

  /**
   * Continues several prompts together: they are read one after another, and decoded as rows of the
   * same products. A prompt whose cache finds no room beside the others' waits for them, and so
   * does one that fails beside others; only one that fails alone has failed. Memory peaks are
   * counted from the beginning of all.
   *
   * @param requests continued in this order, as far as their places and {@code batching} allow
   * @param answers is told what becomes of each, in the order in which they end
   * @throws IllegalStateException if the settings let samples fill a pipeline
   * @throws CancellationException if the thread is interrupted
   */
  public void generateTogether(List<Request> requests, Batching batching, Answers answers) {
    if (settings.samplesInFlight() > 1) {
      throw new IllegalStateException("Cannot decode together what fills a pipeline one by one");
    }
    inFlight.acquireUninterruptibly();
    try (Batch batch =
        new Batch(decoder, decoder::step, settings, endIds, batching, requests, answers)) {
      TorchRuntime.useThreads(settings.threads());
      batch.run();
    } finally {
      inFlight.release();
    }
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
}
