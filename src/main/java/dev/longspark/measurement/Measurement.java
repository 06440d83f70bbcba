package dev.longspark.measurement;

import dev.longspark.data.PromptStyle;
import java.io.Serializable;
import java.util.List;
import java.util.Objects;

/**
 * Something that was measured of one generation. Whoever generates tells those that it knows; the
 * columns of the others are null.
 */
public sealed interface Measurement extends Serializable
    permits Measurement.PromptTokens,
        Measurement.NewTokens,
        Measurement.AnswerIds,
        Measurement.PromptUse,
        Measurement.Compression,
        Measurement.EndToEnd,
        Measurement.Energy,
        Measurement.LogitsCheck,
        Timings,
        MemoryUse,
        KeptTokens,
        BatchUse {

  /**
   * Tokens of the prompt as the model saw it.
   *
   * @param count by the model's tokenizer
   */
  record PromptTokens(int count) implements Measurement {
    public PromptTokens {
      requireNotNegative("prompt tokens", count);
    }
  }

  /**
   * Tokens that came out, the end token counted.
   *
   * @param count by the model's tokenizer
   */
  record NewTokens(int count) implements Measurement {
    public NewTokens {
      requireNotNegative("new tokens", count);
    }
  }

  /**
   * The tokens that came out, the end token among them.
   *
   * @param ids of the model's tokenizer
   */
  record AnswerIds(List<Integer> ids) implements Measurement {
    public AnswerIds {
      ids = List.copyOf(ids);
    }
  }

  /**
   * What went in, by whoever made the prompt.
   *
   * @param contextIn tokens of the sample's context before compression
   * @param contextKept tokens of the context after compression
   * @param truncated tokens cut from the prompt's middle because it was too long
   * @param begin begin-of-text tokens at its start
   * @param style what was used
   * @param isTemplateMissing whether a chat was wanted and the checkpoint has no template
   */
  record PromptUse(
      int contextIn,
      int contextKept,
      int truncated,
      int begin,
      PromptStyle style,
      boolean isTemplateMissing)
      implements Measurement {
    public PromptUse {
      Objects.requireNonNull(style, "style");
    }
  }

  /**
   * The prompt compression that went before.
   *
   * @param ms milliseconds, 0 where there was none
   */
  record Compression(double ms) implements Measurement {
    public Compression {
      requireNotNegative("milliseconds of compression", ms);
    }
  }

  /**
   * From the sample's text to the prediction's text, the compression counted.
   *
   * @param ms milliseconds
   */
  record EndToEnd(double ms) implements Measurement {
    public EndToEnd {
      requireNotNegative("milliseconds from end to end", ms);
    }
  }

  /**
   * What all devices of the model consumed meanwhile, by their own counters.
   *
   * @param joules of all together
   */
  record Energy(double joules) implements Measurement {
    public Energy {
      requireNotNegative("joules", joules);
    }
  }

  /**
   * What the last logits were.
   *
   * @param finite whether they were numbers, none infinite
   */
  record LogitsCheck(boolean finite) implements Measurement {}

  private static void requireNotNegative(String what, double value) {
    if (!(value >= 0)) {
      throw new IllegalArgumentException("Invalid " + what + ": " + value + " (must be >= 0)");
    }
  }
}
