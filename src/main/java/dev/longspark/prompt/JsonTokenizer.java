package dev.longspark.prompt;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import dev.longspark.files.NativeFiles;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The tokenizer that a checkpoint's {@code tokenizer.json} describes. */
final class JsonTokenizer implements Tokenizer {
  private static final int REPLACEMENT = 0xFFFD;
  private static final Map<String, String> AS_IS =
      Map.of("truncation", "false", "padding", "false");

  private final HuggingFaceTokenizer tokenizer;

  private JsonTokenizer(HuggingFaceTokenizer tokenizer) {
    this.tokenizer = tokenizer;
  }

  static JsonTokenizer open(Path modelDir) {
    NativeFiles.keepPrivate();
    TokenizerFiles files = TokenizerFiles.read(modelDir);
    Optional<byte[]> changed = files.changedTokenizer();
    Path file = files.tokenizerFile();
    try (InputStream in =
        changed.isPresent()
            ? new ByteArrayInputStream(changed.get())
            : Files.newInputStream(file)) {
      return new JsonTokenizer(HuggingFaceTokenizer.newInstance(in, AS_IS));
    } catch (IOException | RuntimeException e) { // the native parser's errors are unchecked
      throw new IllegalArgumentException(
          "Cannot read tokenizer %s: %s".formatted(file, e.getMessage()), e);
    }
  }

  @Override
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

  @Override
  public List<String> tokens(String text, SpecialTokens specialTokens) {
    return List.of(
        tokenizer
            .encode(wellFormed(text), specialTokens == SpecialTokens.ADDED, false)
            .getTokens());
  }

  @Override
  public String decode(TokenIds ids, SpecialTokens specialTokens) {
    return tokenizer.decode(ids.toLongArray(), specialTokens == SpecialTokens.OMITTED);
  }

  private static String wellFormed(String text) {
    if (text.codePoints().noneMatch(JsonTokenizer::isLoneSurrogate)) {
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
