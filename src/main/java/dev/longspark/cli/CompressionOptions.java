package dev.longspark.cli;

import dev.longspark.compression.CompressionSettings;
import dev.longspark.compression.CompressionSettings.Step;
import dev.longspark.compression.CompressionSettings.WordProbability;
import dev.longspark.compression.ContextBudget;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Option;

/** The parameters of LLMLingua-2 as options. */
final class CompressionOptions {
  @Option(
      names = "--rate",
      defaultValue = "0.5",
      paramLabel = "R",
      description = "Share of the tokens to keep, above 0 to 1 (default: ${DEFAULT-VALUE}).")
  private double rate;

  @Option(
      names = "--target-tokens",
      defaultValue = "-1",
      paramLabel = "N",
      description = "Tokens to keep, in place of the rate.")
  private int targetTokens;

  @Option(
      names = "--force-tokens",
      arity = "1..*",
      paramLabel = "TOKEN",
      description = "Words, signs or phrases to keep, at most 100; \\n and \\t are understood.")
  private List<String> forceTokens = new ArrayList<>();

  @Option(
      names = "--force-digits",
      description = "Treat pieces with a digit as certain to be kept.")
  private boolean forceDigits;

  @Option(
      names = "--drop-consecutive",
      description = "Drop a force token that repeats the one kept before it.")
  private boolean dropConsecutive;

  @Option(
      names = "--word-probability",
      defaultValue = "MEAN",
      paramLabel = "HOW",
      description = "A word's probability from its pieces': mean or first (default: mean).")
  private WordProbability wordProbability;

  @Option(
      names = "--chunk-ends",
      arity = "1..*",
      paramLabel = "TOKEN",
      description = "Tokens at which a chunk may end (default: . and \\n).")
  private List<String> chunkEnds = List.of(".", "\n");

  @Option(names = "--keep-words", description = "Drop no word, only contexts.")
  private boolean keepWords;

  @Option(
      names = "--context-filter",
      description = "Drop weak contexts first, where --separator gives two or more.")
  private boolean contextFilter;

  @Option(
      names = "--target-contexts",
      defaultValue = "-1",
      paramLabel = "N",
      description = "Contexts that the context filter keeps.")
  private int targetContexts;

  @Option(
      names = "--context-rate",
      defaultValue = "1",
      paramLabel = "R",
      description = "Share of contexts that the context filter keeps, 0 to 1.")
  private double contextRate;

  @Option(
      names = "--context-target-tokens",
      defaultValue = "-1",
      paramLabel = "N",
      description = "Tokens that the context filter keeps.")
  private int contextTargetTokens;

  @Option(
      names = "--force-contexts",
      split = ",",
      paramLabel = "I",
      description = "Contexts, counted from 0, that the context filter always keeps.")
  private List<Integer> forceContexts = List.of();

  /**
   * The settings they ask for.
   *
   * @throws IllegalArgumentException if a value is out of range
   */
  CompressionSettings settings() {
    if (rate > 1) {
      throw new IllegalArgumentException("Invalid rate: " + rate + " (must be at most 1)");
    }
    return new CompressionSettings(
        rate,
        targetTokens,
        steps(),
        new ContextBudget(targetContexts, contextRate, contextTargetTokens, forceContexts),
        wordProbability,
        unescaped(forceTokens),
        unescaped(chunkEnds));
  }

  private Set<Step> steps() {
    Set<Step> steps = EnumSet.noneOf(Step.class);
    if (!keepWords) {
      steps.add(Step.TOKEN_FILTER);
    }
    if (contextFilter) {
      steps.add(Step.CONTEXT_FILTER);
    }
    if (forceDigits) {
      steps.add(Step.FORCE_DIGITS);
    }
    if (dropConsecutive) {
      steps.add(Step.DROP_CONSECUTIVE);
    }
    return steps;
  }

  private static List<String> unescaped(List<String> tokens) {
    return tokens.stream().map(CompressionOptions::unescaped).toList();
  }

  /** Shells make a newline hard to pass. */
  static String unescaped(String text) {
    return text.replace("\\n", "\n").replace("\\t", "\t");
  }
}
