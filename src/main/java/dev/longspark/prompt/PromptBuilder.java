package dev.longspark.prompt;

import dev.longspark.data.PromptPolicy;
import dev.longspark.data.PromptStyle;
import dev.longspark.data.PromptTemplate;
import dev.longspark.data.Protocol;
import dev.longspark.data.Sample;
import dev.longspark.data.Task;
import java.util.List;

/**
 * Makes prompts for one model under one protocol, in LongBench's order: fill the task's template,
 * cut the middle of what is too long, wrap the rest in the chat template, tokenize.
 *
 * <p>Begin-of-text: bare text gets it from the tokenizer, chats as {@link ChatEncoder} says.
 *
 * <p>Length: the protocol's limit applies to the filled template, as in LongBench, and the chat
 * template comes on top. Without a limit, the whole prompt and the new tokens fill the model's
 * positions and never more.
 *
 * <p>Safe to use by one thread at a time. Does not close the tokenizer.
 */
public final class PromptBuilder {
  /** A sign that no text has. */
  private static final String CONTEXT_END = "\uE000";

  private final Tokenizer tokenizer;
  private final ChatTemplate chatTemplate;
  private final Protocol protocol;
  private final int maxPositions;
  private final ChatEncoder chats;

  /**
   * @param tokenizer the model's
   * @param chatTemplate the model's, which may be missing
   * @param protocol how prompts are made
   * @param maxPositions the most tokens of prompt and answer together
   * @throws IllegalArgumentException if the protocol asks for chats and the template is missing
   */
  public PromptBuilder(
      Tokenizer tokenizer, ChatTemplate chatTemplate, Protocol protocol, int maxPositions) {
    if (maxPositions < 1) {
      throw new IllegalArgumentException(
          "Invalid maxPositions: " + maxPositions + " (must be > 0)");
    }
    if (protocol.prompts() == PromptPolicy.CHAT && chatTemplate.isMissing()) {
      throw new IllegalArgumentException(
          "Missing chat template in %s: protocol '%s' asks for one in every prompt"
              .formatted(chatTemplate.directory(), protocol.name()));
    }
    this.tokenizer = tokenizer;
    this.chatTemplate = chatTemplate;
    this.protocol = protocol;
    this.maxPositions = maxPositions;
    this.chats = new ChatEncoder(tokenizer);
  }

  /**
   * The sample's prompt.
   *
   * @param task the sample's
   * @param context what stands in for the sample's own context: itself, or a compressed one
   * @throws IllegalArgumentException if the model's positions do not even hold the new tokens and
   *     an empty prompt, or the chat template fails
   */
  public Prompt build(Task task, Sample sample, String context) {
    PromptStyle style = style(task);
    boolean missing = style != protocol.promptStyle(task);
    Fitted fitted = fit(sample, context, task, style);

    int kept = contextTokens(context);
    int in = context.equals(sample.context()) ? kept : contextTokens(sample.context());
    return new Prompt(
        fitted.ids, in, kept, fitted.removedTokens, style, missing, chats.beginTokens(fitted.ids));
  }

  /**
   * How many of a prompt's tokens stand before its question: those up to the end of the context. A
   * token that holds the end of the context and more counts to it.
   *
   * @param prompt that was built of the sample
   * @throws IllegalArgumentException if the prompt does not end as its template does
   */
  public int contextEnd(Task task, Sample sample, Prompt prompt) {
    PromptTemplate template = task.template();
    String rest =
        template.tail(
            field ->
                field.equals(template.questionField())
                    ? sample.question()
                    : sample.fields().get(field));
    if (prompt.style() == PromptStyle.CHAT) {
      String text = chat(CONTEXT_END + rest);
      rest = text.substring(text.indexOf(CONTEXT_END) + CONTEXT_END.length());
    }
    TokenIds tail = tokenizer.encode(rest, SpecialTokens.OMITTED);
    int count = Math.min(tail.size(), prompt.ids().size());
    if (!(tokenizer instanceof StandInTokenizer)) { // whose ids mean nothing
      count = commonEnd(tail, prompt.ids(), count);
    }
    if (count == 0 && tail.size() > 0) {
      throw new IllegalArgumentException(
          "Cannot tell where the context ends in the prompt of sample " + sample.id());
    }
    return prompt.ids().size() - count;
  }

  private static int commonEnd(TokenIds a, TokenIds b, int most) {
    int common = 0;
    while (common < most && a.at(a.size() - 1 - common) == b.at(b.size() - 1 - common)) {
      common++;
    }
    return common;
  }

  /**
   * The text whose ids {@link #build} gives, without what the tokenizer adds to it.
   *
   * @throws IllegalArgumentException as {@link #build} throws
   */
  public String text(Task task, Sample sample, String context) {
    PromptStyle style = style(task);
    String text = fit(sample, context, task, style).text;
    return switch (style) {
      case RAW -> text;
      case CHAT -> chat(text);
    };
  }

  private PromptStyle style(Task task) {
    PromptStyle wanted = protocol.promptStyle(task);
    return wanted == PromptStyle.CHAT && chatTemplate.isMissing() ? PromptStyle.RAW : wanted;
  }

  /** A filled template as far as it was kept, the prompt's tokens and how many the cut took. */
  private record Fitted(String text, TokenIds ids, int removedTokens) {}

  private Fitted fit(Sample sample, String context, Task task, PromptStyle style) {
    String filled = task.template().fill(sample, context);
    TokenIds ids = tokenizer.encode(filled, SpecialTokens.ADDED);
    return fit(filled, ids, style, protocol.maxNewTokens(task));
  }

  private Fitted fit(String text, TokenIds ids, PromptStyle style, int maxNewTokens) {
    if (protocol.maxPromptTokens() > 0) {
      return cut(text, ids, style, protocol.maxPromptTokens());
    }
    int room = maxPositions - maxNewTokens;
    int limit = room - wrapped("", style).size() + chats.addedTokens();
    Fitted fitted = cut(text, ids, style, Math.max(limit, 0));
    while (fitted.ids.size() > room && limit > 0) { // tokens may split anew at the seams
      limit -= fitted.ids.size() - room;
      fitted = cut(text, ids, style, Math.max(limit, 0));
    }
    if (fitted.ids.size() > room) {
      throw new IllegalArgumentException(
          "Cannot fit a prompt and %d new tokens into %d positions (protocol '%s', %s)"
              .formatted(maxNewTokens, maxPositions, protocol.name(), style));
    }
    return fitted;
  }

  private Fitted cut(String text, TokenIds ids, PromptStyle style, int maxTokens) {
    MiddleTruncation cut = MiddleTruncation.cut(text, ids, maxTokens, tokenizer);
    boolean asItWas = cut.removedTokens() == 0 && style == PromptStyle.RAW;
    return new Fitted(cut.text(), asItWas ? ids : wrapped(cut.text(), style), cut.removedTokens());
  }

  private TokenIds wrapped(String text, PromptStyle style) {
    return switch (style) {
      case RAW -> tokenizer.encode(text, SpecialTokens.ADDED);
      case CHAT -> chats.encode(chat(text));
    };
  }

  private String chat(String text) {
    return chatTemplate.render(List.of(ChatMessage.user(text)), protocol.day());
  }

  private int contextTokens(String context) {
    return tokenizer.encode(context, SpecialTokens.OMITTED).size();
  }
}
