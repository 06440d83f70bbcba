package dev.longspark.engine.generation;

import dev.longspark.engine.decoder.DecoderSequence;
import dev.longspark.engine.decoder.TokenLogit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;

/** Token after token, always the most likely one, until an end token or the limit. */
final class GreedySearch {
  private final GenerationLimits limits;
  private final Set<Integer> endIds;
  private final Stopwatch watch;
  private final List<Integer> ids = new ArrayList<>();

  GreedySearch(Set<Integer> modelEndIds, GenerationLimits limits, Stopwatch watch) {
    this.limits = limits;
    this.watch = watch;
    endIds = new TreeSet<>(modelEndIds);
    endIds.addAll(limits.extraEndIds());
  }

  /**
   * Reads the prompt and chooses the first token.
   *
   * @param question what passes behind the first pass; it may be empty
   */
  List<TokenLogit> begin(
      DecoderSequence sequence, long[] firstPass, long[] question, int topLogits) {
    watch.prefillStarts();
    int next = sequence.prefill(firstPass);
    if (question.length > 0) {
      next = sequence.prefill(question);
    }
    ids.add(allowed(sequence, next));
    watch.firstToken();
    return topLogits > 0 ? sequence.best(topLogits) : List.of();
  }

  FinishReason run(DecoderSequence sequence) {
    while (!isOver()) {
      requireGoingOn();
      add(sequence, sequence.step(last()));
    }
    return reason();
  }

  /** Whether the last token was an end token, or the limit is reached. */
  boolean isOver() {
    return endIds.contains(last()) || ids.size() == limits.maxNewTokens();
  }

  /** Why it is over. */
  FinishReason reason() {
    return endIds.contains(last()) ? FinishReason.STOP : FinishReason.LENGTH;
  }

  /** Takes the most likely next token, or another one in its place. */
  void add(DecoderSequence sequence, int next) {
    ids.add(allowed(sequence, next));
    watch.nextToken();
  }

  /** Ends the work of a thread that was stopped. */
  static void requireGoingOn() {
    if (Thread.currentThread().isInterrupted()) {
      throw new CancellationException("Cannot go on generating: the thread was stopped");
    }
  }

  List<Integer> ids() {
    return Collections.unmodifiableList(ids);
  }

  /** An end token before the minimum gives way to the most likely other token. */
  private int allowed(DecoderSequence sequence, int id) {
    boolean tooEarly = ids.size() < limits.minNewTokens() && endIds.contains(id);
    return tooEarly ? sequence.bestExcept(endIds) : id;
  }

  int last() {
    return ids.get(ids.size() - 1);
  }
}
