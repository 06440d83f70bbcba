package dev.longspark.prompt;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A checkpoint's tokenizer as {@code tokenizer.json} describes it, or a stand-in for one. It never
 * cuts and never pads, whatever its files say: a prompt's length is the {@link PromptBuilder}'s
 * business.
 *
 * <p>Texts pass unchanged in both directions, but for one thing: a lone surrogate, which no
 * encoding of Unicode can hold, is read as U+FFFD. Decoding never removes spaces before
 * punctuation, as Hugging Face did for byte-pair encoders before its version 5.
 */
public sealed interface Tokenizer extends AutoCloseable permits JsonTokenizer, StandInTokenizer {
  /**
   * Opens the tokenizer of a checkpoint.
   *
   * @param modelDir the checkpoint's directory
   * @throws UncheckedIOException if its {@code tokenizer.json} is missing or unreadable
   */
  static Tokenizer open(Path modelDir) {
    return JsonTokenizer.open(modelDir);
  }

  /**
   * A tokenizer for models without one, whose weights are random: texts get as many ids as a common
   * tokenizer would give them, and the ids mean nothing.
   *
   * @param vocabulary ids are below it
   */
  static Tokenizer standIn(int vocabulary) {
    return new StandInTokenizer(vocabulary);
  }

  /** The ids of a text of any length. */
  TokenIds encode(String text, SpecialTokens specialTokens);

  /**
   * The vocabulary's own spelling of the ids of {@link #encode}, e.g. {@code ▁the} or {@code ##s}.
   */
  List<String> tokens(String text, SpecialTokens specialTokens);

  /** The text of ids; bytes that are no whole character become U+FFFD. */
  String decode(TokenIds ids, SpecialTokens specialTokens);

  @Override
  void close();
}
