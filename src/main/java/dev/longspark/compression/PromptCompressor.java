package dev.longspark.compression;

import dev.longspark.engine.EncoderShape;
import dev.longspark.engine.checkpoint.EncoderCheckpoint;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * LLMLingua-2: drops the words of a context that a token classifier would drop. It never sees the
 * instruction or the question, which stay around the compressed context as they are.
 *
 * <p>Source: Pan et al., "LLMLingua-2" (2024); outputs are those of {@code PromptCompressor} with
 * {@code use_llmlingua2} in the package llmlingua 0.2.2. Deviations: chunks are not padded,
 * arithmetic on probabilities is in double precision, and the token counter is a choice.
 *
 * <p>Opened once per process; not for several threads at once.
 */
public final class PromptCompressor implements AutoCloseable {
  private final ClassifierTokenizer tokenizer;
  private final ChunkScorer scorer;
  private final TokenFamily family;
  private final TokenCounter counter;

  PromptCompressor(
      ClassifierTokenizer tokenizer, ChunkScorer scorer, TokenFamily family, TokenCounter counter) {
    this.tokenizer = tokenizer;
    this.scorer = scorer;
    this.family = family;
    this.counter = counter;
  }

  /**
   * Loads the encoder and its tokenizer.
   *
   * @throws IllegalArgumentException if the folder holds no fitting token classifier
   * @throws java.io.UncheckedIOException if a file cannot be read
   */
  public static PromptCompressor open(CompressorModel model) {
    return open(model, TokenCounters.open(model.counter()));
  }

  static PromptCompressor open(CompressorModel model, TokenCounter counter) {
    Path folder = Path.of(model.directory());
    EncoderCheckpoint checkpoint = EncoderCheckpoint.open(folder);
    TokenFamily family = family(checkpoint.shape());
    ClassifierTokenizer tokenizer = ClassifierTokenizer.open(folder, family, model.endTokens());
    tokenizer.requireRows(checkpoint.shape().vocabulary());
    TokenClassifier scorer = TokenClassifier.load(checkpoint, model.precision(), model.device());
    return new PromptCompressor(tokenizer, scorer, family, counter);
  }

  /**
   * Compresses one context.
   *
   * @throws IllegalArgumentException if a chunk of it has no word that the tokenizer knows
   */
  public Compressed compress(String context, CompressionSettings settings) {
    return compress(List.of(context), settings);
  }

  /**
   * Compresses contexts, which come back with a blank line between them.
   *
   * @throws IllegalArgumentException if a chunk has no word that the tokenizer knows, or a target
   *     does not fit the contexts
   */
  public Compressed compress(List<String> contexts, CompressionSettings settings) {
    List<String> wellFormed = contexts.stream().map(PromptCompressor::wellFormed).toList();
    return new CompressionCall(tokenizer, scorer, family, counter, settings).run(wellFormed);
  }

  @Override
  public void close() {
    tokenizer.close();
    scorer.close();
    counter.close();
  }

  /** Lone surrogates, which native code cannot take, become U+FFFD. */
  private static String wellFormed(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_16BE), StandardCharsets.UTF_16BE);
  }

  private static TokenFamily family(EncoderShape shape) {
    return switch (shape.family()) {
      case BERT -> TokenFamily.BERT;
      case XLM_ROBERTA -> TokenFamily.XLM_ROBERTA;
    };
  }
}
