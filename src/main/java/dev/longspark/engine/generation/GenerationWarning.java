package dev.longspark.engine.generation;

/** What a reader of a generation should know before trusting it. */
public enum GenerationWarning {
  /** Prompt and answer exceed the positions that the model declares it was made for. */
  BEYOND_MAX_POSITIONS,

  /** The last logits are not numbers, or infinite: the weights, or what became of them, are. */
  NON_FINITE_LOGITS
}
