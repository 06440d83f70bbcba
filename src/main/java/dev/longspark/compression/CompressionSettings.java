package dev.longspark.compression;

import java.io.Serializable;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What to keep of a context: the parameters of LLMLingua-2's {@code compress_prompt}.
 *
 * @param rate the wanted share of tokens, above 0; from 1 on no word is dropped
 * @param targetTokens the wanted number of tokens, which replaces the rate, or {@link #NONE}
 * @param steps the optional steps that run
 * @param contextBudget what the context filter keeps
 * @param wordProbability how a word's probability comes from its pieces'
 * @param forceTokens words and phrases to keep, at most 100
 * @param chunkEndTokens tokens at which a chunk may end
 */
public record CompressionSettings(
    double rate,
    int targetTokens,
    Set<Step> steps,
    ContextBudget contextBudget,
    WordProbability wordProbability,
    List<String> forceTokens,
    List<String> chunkEndTokens)
    implements Serializable {
  /** No target. */
  public static final int NONE = -1;

  private static final List<String> DEFAULT_CHUNK_ENDS = List.of(".", "\n");

  /** The optional steps. */
  public enum Step {
    /** Drops weak contexts first, where there are two or more. */
    CONTEXT_FILTER,
    /** Drops words. */
    TOKEN_FILTER,
    /** Counts pieces with a decimal digit as certain to be kept. */
    FORCE_DIGITS,
    /** Drops a force token that repeats the one kept before it. */
    DROP_CONSECUTIVE
  }

  /** How a word's probability comes from those of its pieces. */
  public enum WordProbability {
    MEAN,
    FIRST
  }

  public CompressionSettings {
    if (!(rate > 0) || percentile(rate, 1) > 100) {
      throw new IllegalArgumentException("Invalid rate: " + rate + " (must be above 0)");
    }
    if (targetTokens < NONE) {
      throw new IllegalArgumentException(
          "Invalid target tokens: " + targetTokens + " (must be >= 0, or -1 for none)");
    }
    steps = ordered(steps);
    forceTokens = List.copyOf(forceTokens);
    chunkEndTokens = List.copyOf(chunkEndTokens);
    if (forceTokens.size() > ForceTokens.MARKERS) {
      throw new IllegalArgumentException(
          "Invalid force tokens: "
              + forceTokens.size()
              + " (must be at most "
              + ForceTokens.MARKERS
              + ")");
    }
    if (forceTokens.contains("")) {
      throw new IllegalArgumentException("Invalid force token: '' (must not be empty)");
    }
  }

  /** The reference's defaults at a rate, with force tokens. */
  public static CompressionSettings atRate(double rate, List<String> forceTokens) {
    return new CompressionSettings(
        rate,
        NONE,
        Set.of(Step.TOKEN_FILTER),
        ContextBudget.NONE,
        WordProbability.MEAN,
        forceTokens,
        DEFAULT_CHUNK_ENDS);
  }

  /** Whether a step runs. */
  public boolean does(Step step) {
    return steps.contains(step);
  }

  /** The reference's truncated percentile of the share to drop, moved up by an offset. */
  static int percentile(double rate, int offset) {
    return (int) (100 * Math.max(0, 1 - rate) + offset);
  }

  /** In the order of declaration, so that equal settings print equally. */
  private static Set<Step> ordered(Collection<Step> steps) {
    EnumSet<Step> ordered = EnumSet.noneOf(Step.class);
    ordered.addAll(steps);
    return Collections.unmodifiableSet(ordered);
  }
}
