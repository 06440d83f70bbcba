package dev.longspark.scoring;

/** What is scored: the cheap metrics come with the text, the costly ones after the last text. */
public enum ScoreKind {
  /** The task's own metric and the others that are as cheap. */
  BENCHMARK,
  /** Needs the whole context, which is analysed once for all texts about it. */
  HALLUCINATION,
  /** The same with the context of another sample: what the score would be by chance. */
  SHUFFLED_CONTEXTS
}
