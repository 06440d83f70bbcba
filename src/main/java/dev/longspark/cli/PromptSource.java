package dev.longspark.cli;

import dev.longspark.data.Protocol;
import dev.longspark.prompt.ChatEncoder;
import dev.longspark.prompt.ChatMessage;
import dev.longspark.prompt.ChatTemplate;
import dev.longspark.prompt.SpecialTokens;
import dev.longspark.prompt.TokenIds;
import dev.longspark.prompt.Tokenizer;
import dev.longspark.prompt.TokenizerFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What is to be continued: a text, the text of a file, or token ids. */
final class PromptSource {
  private static final Path STANDARD_INPUT = Path.of("-");

  @Option(names = "--prompt", paramLabel = "TEXT", description = "A text.")
  private String text;

  @Option(
      names = "--prompt-file",
      paramLabel = "FILE",
      description = "A file of text in UTF-8, as it is; - for standard input.")
  private Path file;

  @Option(names = "--prompt-ids", paramLabel = "IDS", description = "Token ids: 1,2,3.")
  private String ids;

  boolean isIds() {
    return ids != null;
  }

  /** The ids that were written. */
  long[] ids(int vocabulary) {
    return new PromptIds("--prompt-ids", ids).checked(vocabulary);
  }

  /**
   * The text.
   *
   * @throws UncheckedIOException if its file cannot be read
   */
  String text() {
    if (file == null) {
      return text;
    }
    try {
      return file.equals(STANDARD_INPUT)
          ? new String(System.in.readAllBytes(), StandardCharsets.UTF_8)
          : Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file + " as a text in UTF-8", e);
    }
  }

  /**
   * The ids of a text.
   *
   * @param isChat whether it is what a user says, which the model's chat template frames
   */
  static TokenIds encoded(String text, Path model, Tokenizer tokenizer, boolean isChat) {
    if (!isChat) {
      return tokenizer.encode(text, SpecialTokens.ADDED);
    }
    List<ChatMessage> chat = List.of(ChatMessage.user(text));
    String framed = ChatTemplate.read(model).render(chat, Protocol.LONGBENCH.day());
    return new ChatEncoder(tokenizer).encode(framed);
  }

  /** Says so if a text is nothing that the tokenizer knows. */
  static Optional<String> warning(String text, Path model, Tokenizer tokenizer) {
    List<String> tokens = tokenizer.tokens(text, SpecialTokens.OMITTED);
    return TokenizerFiles.read(model)
        .unknownToken()
        .filter(unknown -> !tokens.isEmpty() && tokens.stream().allMatch(unknown::equals))
        .map(
            unknown ->
                "the model's tokenizer knows nothing of the prompt: all its tokens are " + unknown);
  }
}
