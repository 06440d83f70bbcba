package dev.longspark.prompt;

/** Whether the tokenizer takes part with its special tokens, such as the beginning of text. */
public enum SpecialTokens {
  /** Encoding puts them where the model expects them in bare text; decoding prints them. */
  ADDED,
  /**
   * Encoding adds none, though their names within the text still become their ids; decoding leaves
   * them out.
   */
  OMITTED
}
