package dev.longspark.prompt;

import dev.longspark.data.PromptStyle;
import java.io.Serializable;
import java.util.Objects;

/**
 * What the model is given for one sample, and how it came about.
 *
 * @param ids the tokens, special ones included
 * @param contextTokensIn tokens of the sample's own context, alone and without special tokens
 * @param contextTokensKept tokens of the context that was given, perhaps a compressed one; the
 *     template's cut is not counted here
 * @param truncatedTokens tokens that the cut took from the middle of the filled template; 0 if it
 *     fitted
 * @param style what was used, which is raw text where a chat template was wanted and missing
 * @param chatTemplateMissing whether the task asks for a chat and the checkpoint has no template
 * @param beginTokens how many begin-of-text tokens stand at the start: 1, or 0 for tokenizers that
 *     have none; more mean a template and a tokenizer that both add one
 */
public record Prompt(
    TokenIds ids,
    int contextTokensIn,
    int contextTokensKept,
    int truncatedTokens,
    PromptStyle style,
    boolean chatTemplateMissing,
    int beginTokens)
    implements Serializable {
  public Prompt {
    Objects.requireNonNull(ids, "ids");
    Objects.requireNonNull(style, "style");
    if (contextTokensIn < 0 || contextTokensKept < 0 || truncatedTokens < 0 || beginTokens < 0) {
      throw new IllegalArgumentException(
          "Invalid token counts: %d in, %d kept, %d truncated, %d begin (must be >= 0)"
              .formatted(contextTokensIn, contextTokensKept, truncatedTokens, beginTokens));
    }
  }

  /** Whether the text begins twice, which makes models worse without a sign. */
  public boolean hasDoubleBegin() {
    return beginTokens > 1;
  }
}
