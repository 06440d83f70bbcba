package dev.longspark.tables;

import dev.longspark.data.PromptStyle;
import java.io.Serializable;
import java.util.List;
import java.util.Objects;

/** What became of one sample: a measured text, or the reason why there is none. */
public sealed interface Outcome extends Serializable {

  /** How it ended. */
  Status status();

  /**
   * A generated text and what it took.
   *
   * @param text the new tokens as text, without the end token
   * @param prompt what went in
   * @param newTokens how many came out, the end token counted
   * @param finishReason what ended the generation
   * @param times the clock's readings
   * @param bytes the memory's readings
   * @param energyJoules that the model's devices consumed, or -1 if nobody says
   */
  record Generated(
      String text,
      PromptUse prompt,
      int newTokens,
      String finishReason,
      Times times,
      Bytes bytes,
      double energyJoules)
      implements Outcome {

    public Generated {
      Objects.requireNonNull(text, "text");
      Objects.requireNonNull(prompt, "prompt");
      Objects.requireNonNull(finishReason, "finishReason");
      Objects.requireNonNull(times, "times");
      Objects.requireNonNull(bytes, "bytes");
      if (newTokens < 0) {
        throw new IllegalArgumentException("Invalid newTokens: " + newTokens + " (must be >= 0)");
      }
    }

    @Override
    public Status status() {
      return Status.OK;
    }

    /** The same with the time of a prompt compression that went before, in milliseconds. */
    public Generated after(double compress) {
      Times all =
          new Times(
              times.compress() + compress,
              times.prefill(),
              times.firstToken(),
              times.decode(),
              times.endToEnd() + compress,
              times.tokens());
      return new Generated(text, prompt, newTokens, finishReason, all, bytes, energyJoules);
    }
  }

  /**
   * A text that was generated elsewhere: nobody here measured anything.
   *
   * @param text as it was found
   * @param finishReason what ended the generation, or empty if nobody says
   * @param promptTokens of the prompt as the model saw it, or -1 if nobody says
   * @param newTokens how many came out, or -1 if nobody says
   */
  record Imported(String text, String finishReason, int promptTokens, int newTokens)
      implements Outcome {

    public Imported {
      Objects.requireNonNull(text, "text");
      Objects.requireNonNull(finishReason, "finishReason");
    }

    @Override
    public Status status() {
      return Status.OK;
    }
  }

  /**
   * No text, and why.
   *
   * @param status anything but OK
   * @param message for a person
   */
  record Failure(Status status, String message) implements Outcome {

    public Failure {
      Objects.requireNonNull(message, "message");
      if (status == Status.OK) {
        throw new IllegalArgumentException("Invalid status of a failure: OK");
      }
    }
  }

  /**
   * What went in.
   *
   * @param tokens of the prompt as the model saw it
   * @param contextIn tokens of the sample's context before compression
   * @param contextKept tokens of the context after compression
   * @param truncated tokens cut from the prompt's middle because it was too long
   * @param begin begin-of-text tokens at its start
   * @param style what was used
   * @param isTemplateMissing whether a chat was wanted and the checkpoint has no template
   */
  record PromptUse(
      int tokens,
      int contextIn,
      int contextKept,
      int truncated,
      int begin,
      PromptStyle style,
      boolean isTemplateMissing)
      implements Serializable {}

  /**
   * The clock's readings, in milliseconds.
   *
   * @param compress prompt compression, 0 where there was none
   * @param prefill the prompt's way through the model
   * @param firstToken from the prompt's ids to the first new token
   * @param decode from the first to the last new token
   * @param endToEnd from the sample's text to the prediction's text
   * @param tokens for each new token, the time since the one before it; the first is {@code
   *     firstToken}
   */
  record Times(
      double compress,
      double prefill,
      double firstToken,
      double decode,
      double endToEnd,
      List<Double> tokens)
      implements Serializable {

    public Times {
      tokens = List.copyOf(tokens);
    }
  }

  /**
   * The memory's readings.
   *
   * @param weights the model's weights
   * @param kvCache the keys and values at the end of the generation
   * @param peak the most that was in use
   * @param peakSource how {@code peak} was measured
   */
  record Bytes(long weights, long kvCache, long peak, String peakSource) implements Serializable {

    public Bytes {
      Objects.requireNonNull(peakSource, "peakSource");
    }
  }
}
