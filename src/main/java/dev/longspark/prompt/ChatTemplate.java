package dev.longspark.prompt;

import dev.longspark.template.Template;
import dev.longspark.template.TemplateException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A checkpoint's chat template, which turns messages into the text that the model was tuned on.
 *
 * <p>It sees the messages, {@code add_generation_prompt}, the special tokens, {@code date_string}
 * and {@code strftime_now}, both pinned to the given day.
 *
 * <p><em>Source:</em> {@code apply_chat_template} of Hugging Face transformers 5.18.
 * <em>Deviations:</em> no tools, no documents.
 */
public final class ChatTemplate {
  private static final String MISSING = "";
  private static final DateTimeFormatter DATE_STRING =
      DateTimeFormatter.ofPattern("dd MMM uuuu", Locale.ENGLISH);

  private final Path directory;
  private final String source;
  private final Map<String, String> specialTokens;
  private Template parsed;

  private ChatTemplate(Path directory, String source, Map<String, String> specialTokens) {
    this.directory = directory;
    this.source = source;
    this.specialTokens = Map.copyOf(specialTokens);
  }

  /**
   * Reads the template of a checkpoint, which may have none: see {@link #isMissing}.
   *
   * @param modelDir the checkpoint's directory
   * @throws IllegalArgumentException if a file is not sound, or of several templates none is the
   *     default
   * @throws UncheckedIOException if a file cannot be read
   */
  public static ChatTemplate read(Path modelDir) {
    TokenizerFiles files = TokenizerFiles.read(modelDir);
    return new ChatTemplate(modelDir, files.chatTemplate().orElse(MISSING), files.specialTokens());
  }

  /** Whether the checkpoint has no chat template, as base models have none. */
  public boolean isMissing() {
    return source.equals(MISSING);
  }

  /**
   * Holds the checkpoint to have a chat template.
   *
   * @throws IllegalArgumentException if it has none, saying where one would stand
   */
  public void requirePresent() {
    if (isMissing()) {
      throw new IllegalArgumentException(missing());
    }
  }

  private String missing() {
    return "Missing chat template in "
        + directory
        + " (neither chat_template.jinja nor an entry chat_template in tokenizer_config.json)";
  }

  /** The checkpoint that the template belongs to. */
  public Path directory() {
    return directory;
  }

  /** The template as its file has it; empty if it is missing. */
  public String source() {
    return source;
  }

  /**
   * The text of a chat: up to where the assistant is to speak, or to the end of its last message if
   * the chat ends with one.
   *
   * @param today the day that the template prints, if it prints one
   * @throws IllegalArgumentException if the template is malformed, refuses the messages or fails
   * @throws IllegalStateException if the template is missing
   */
  public String render(List<ChatMessage> messages, LocalDate today) {
    List<Map<String, Object>> chat = new ArrayList<>();
    for (ChatMessage message : messages) {
      Map<String, Object> turn = new LinkedHashMap<>();
      turn.put("role", message.role());
      turn.put("content", message.content());
      chat.add(turn);
    }
    boolean answered =
        !messages.isEmpty() && messages.get(messages.size() - 1).role().equals("assistant");
    return render(Map.of("messages", chat, "add_generation_prompt", !answered), today);
  }

  /**
   * The text of a chat.
   *
   * @param variables the messages and whatever else the template is to see, over the special tokens
   *     and {@code date_string}; {@code tools} and {@code documents} are {@code None} otherwise
   * @param today the day that the template prints, if it prints one
   * @throws IllegalArgumentException if the template is malformed, refuses the messages or fails
   * @throws IllegalStateException if the template is missing
   */
  public String render(Map<String, ?> variables, LocalDate today) {
    if (isMissing()) {
      throw new IllegalStateException(missing());
    }
    Map<String, Object> all = new HashMap<>(specialTokens);
    all.put("tools", null);
    all.put("documents", null);
    all.put("date_string", DATE_STRING.format(today));
    all.putAll(variables);
    try {
      return template().render(all, today.atStartOfDay());
    } catch (TemplateException e) {
      throw new IllegalArgumentException(
          "Cannot render chat template of %s, %s".formatted(directory, e.getMessage()), e);
    }
  }

  /** Read when it is first used: bare prompts do not need it. */
  private synchronized Template template() {
    if (parsed == null) {
      parsed = Template.parse(source);
    }
    return parsed;
  }
}
