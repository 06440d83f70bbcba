package dev.longspark.prompt;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A checkpoint's tokenizer as {@code tokenizer.json} describes it. It never cuts and never pads,
 * whatever its files say: a prompt's length is the {@link PromptBuilder}'s business.
 *
 * <p>Texts pass unchanged in both directions, but for one thing: a lone surrogate, which no
 * encoding of Unicode can hold, is read as U+FFFD. Decoding never removes spaces before
 * punctuation, as Hugging Face did for byte-pair encoders before its version 5.
 */
public final class Tokenizer implements AutoCloseable {
  private static final int REPLACEMENT = 0xFFFD;

  private final HuggingFaceTokenizer tokenizer;

  private Tokenizer(HuggingFaceTokenizer tokenizer) {
    this.tokenizer = tokenizer;
  }

  /**
   * Opens the tokenizer of a checkpoint.
   *
   * @param modelDir the checkpoint's directory
   * @throws UncheckedIOException if its {@code tokenizer.json} is missing or unreadable
   */
  public static Tokenizer open(Path modelDir) {
    Path file = modelDir.resolve("tokenizer.json");
    if (!Files.isRegularFile(file)) {
      String message = "Missing tokenizer: " + file;
      throw new UncheckedIOException(message, new FileNotFoundException(message));
    }
    try {
      return new Tokenizer(
          HuggingFaceTokenizer.builder()
              .optTokenizerPath(file)
              .optTruncation(false)
              .optPadding(false)
              .build());
    } catch (IOException | RuntimeException e) { // the native parser's errors are unchecked
      throw new UncheckedIOException(
          "Cannot read tokenizer %s: %s".formatted(file, e.getMessage()), new IOException(e));
    }
  }

  /** The ids of a text of any length. */
  public TokenIds encode(String text, SpecialTokens specialTokens) {
    // the tokenizer's own encode also fetches each token's text and place: twice the time
    TokenizersLibrary library = TokenizersLibrary.LIB;
    long encoding =
        library.encode(
            tokenizer.getHandle(), wellFormed(text), specialTokens == SpecialTokens.ADDED);
    try {
      return TokenIds.of(library.getTokenIds(encoding));
    } finally {
      library.deleteEncoding(encoding);
    }
  }

  /**
   * The vocabulary's own spelling of the ids of {@link #encode}, e.g. {@code ▁the} or {@code ##s}.
   */
  public List<String> tokens(String text, SpecialTokens specialTokens) {
    return List.of(
        tokenizer
            .encode(wellFormed(text), specialTokens == SpecialTokens.ADDED, false)
            .getTokens());
  }

  /** The text of ids; bytes that are no whole character become U+FFFD. */
  public String decode(TokenIds ids, SpecialTokens specialTokens) {
    return tokenizer.decode(ids.toLongArray(), specialTokens == SpecialTokens.OMITTED);
  }

  private static String wellFormed(String text) {
    if (text.codePoints().noneMatch(Tokenizer::isLoneSurrogate)) {
      return text;
    }
    StringBuilder replaced = new StringBuilder(text.length());
    text.codePoints()
        .map(codePoint -> isLoneSurrogate(codePoint) ? REPLACEMENT : codePoint)
        .forEach(replaced::appendCodePoint);
    return replaced.toString();
  }

  private static boolean isLoneSurrogate(int codePoint) {
    return Character.getType(codePoint) == Character.SURROGATE;
  }

  @Override
  public void close() {
    tokenizer.close();
  }
}
