package dev.longspark.engine.generation;

import dev.longspark.engine.Precision;
import dev.longspark.engine.cache.CachePolicy;
import dev.longspark.engine.cache.View;
import dev.longspark.engine.decoder.Decoder;
import dev.longspark.engine.decoder.DecoderSequence;
import dev.longspark.engine.decoder.TokenLogit;
import dev.longspark.measurement.KeptTokens;
import dev.longspark.measurement.MemoryReading;
import dev.longspark.measurement.MemoryUse;
import dev.longspark.measurement.Timings;
import dev.longspark.measurement.TokenDistribution;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A generation under way: a sequence, the search for its tokens, and what is measured of both. */
final class RunningGeneration implements AutoCloseable {
  private final Decoder decoder;
  private final CachePolicy cache;
  private final Request request;
  private final Telling telling;
  private final int first; // ids of the first pass
  private final int later; // tokens after it
  private final Stopwatch watch = new Stopwatch();
  private final GreedySearch search;
  private final DecoderSequence sequence;
  private List<TokenLogit> best = List.of();

  /**
   * Opens the caches; nothing is read yet.
   *
   * @param endIds of the model
   */
  RunningGeneration(
      Decoder decoder, CachePolicy cache, Set<Integer> endIds, Request request, Telling telling) {
    this.decoder = decoder;
    this.cache = cache;
    this.request = request;
    this.telling = telling;
    first = firstPass(cache, request);
    later = later(cache, request);
    search = new GreedySearch(endIds, request.limits(), watch);
    sequence = decoder.begin(cache, request.first(first), later);
  }

  private static int firstPass(CachePolicy cache, Request request) {
    return cache.view() == View.CONTEXT ? request.contextIds() : request.tokens();
  }

  private static int later(CachePolicy cache, Request request) {
    int question = request.tokens() - firstPass(cache, request);
    return Math.addExact(question, request.limits().maxNewTokens() - 1);
  }

  /** The bytes of keys and values that a request will take at most. */
  static long cacheBytes(Decoder decoder, CachePolicy cache, Request request) {
    Precision precision = decoder.precision();
    return cache.bytes(
        decoder.shape(), precision, firstPass(cache, request), later(cache, request));
  }

  /** Reads the prompt and chooses the first token. */
  void begin() {
    best = search.begin(sequence, request.first(first), request.behind(first), telling.topLogits());
  }

  /**
   * Reads the prompt and then an answer, and tells what is thought of each of its tokens before it
   * is read.
   */
  List<TokenDistribution> follow(int[] answer, AskedIds asked) {
    List<TokenDistribution> thought = new ArrayList<>();
    begin();
    for (int i = 0; i < answer.length; i++) {
      GreedySearch.requireGoingOn();
      if (i > 0) {
        sequence.step(answer[i - 1]);
      }
      int best = sequence.best(1).get(0).id();
      int[] ids = asked.at(i, sequence);
      thought.add(new TokenDistribution(best, ids, sequence.logits().logProbabilities(ids)));
    }
    return thought;
  }

  DecoderSequence sequence() {
    return sequence;
  }

  GreedySearch search() {
    return search;
  }

  /** What was answered, when the search is over and everything is still held. */
  Generation result(long weightBytes, PeakMemory peak, EnergyMeter energy) {
    Timings timings = watch.timings();
    double joules = energy.joules();
    long cacheBytes = sequence.cacheBytes();
    MemoryReading memory = peak.reading(weightBytes + cacheBytes);
    return new Generation(
        search.ids(),
        search.reason(),
        request.tokens(),
        best,
        timings,
        new MemoryUse(weightBytes, cacheBytes, memory),
        kept(),
        telling.keptPositions() ? sequence.kept() : List.of(),
        joules,
        warnings());
  }

  private List<KeptTokens> kept() {
    List<Integer> counts = sequence.keptCounts();
    return counts.isEmpty()
        ? List.of()
        : List.of(new KeptTokens(counts, first, cache.view() == View.CONTEXT));
  }

  private List<GenerationWarning> warnings() {
    List<GenerationWarning> warnings = new ArrayList<>();
    if (first + later + 1L > decoder.shape().maxPositions()) {
      warnings.add(GenerationWarning.BEYOND_MAX_POSITIONS);
    }
    // What is no number counts as the largest.
    if (!Float.isFinite(sequence.best(1).get(0).logit())) {
      warnings.add(GenerationWarning.NON_FINITE_LOGITS);
    }
    return warnings;
  }

  @Override
  public void close() {
    sequence.close();
  }
}
