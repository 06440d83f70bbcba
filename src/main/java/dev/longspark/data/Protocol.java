package dev.longspark.data;

import java.io.Serializable;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * How a sample becomes a prompt, when its generation stops and which part of the prediction is
 * scored: a task's own rules, or one rule for all tasks.
 *
 * @param name names the protocol in tables and reports
 * @param prompts chat template or bare text
 * @param maxNewTokens the token limit of every task; 0 = each task's own
 * @param stop what ends a generation before the limit
 * @param answer which part of a prediction is scored
 * @param maxPromptTokens longer prompts are cut in the middle, before the chat template; 0 = what
 *     the model's positions leave
 * @param date the day that chat templates print, e.g. {@code 26 Jul 2024}: with today's date in its
 *     place, the same study would give other prompts tomorrow
 */
public record Protocol(
    String name,
    PromptPolicy prompts,
    int maxNewTokens,
    StopPolicy stop,
    AnswerPolicy answer,
    int maxPromptTokens,
    String date)
    implements Serializable {

  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("dd MMM uuuu", Locale.ENGLISH)
          .withResolverStyle(ResolverStyle.STRICT);

  /** The day that Llama 3.1's chat template prints by itself. */
  private static final String LLAMA_31_DATE = "26 Jul 2024";

  /** LongBench's own rules, task by task. */
  public static final Protocol LONGBENCH =
      new Protocol(
          "longbench", PromptPolicy.TASK, 0, StopPolicy.TASK, AnswerPolicy.TASK, 0, LLAMA_31_DATE);

  /**
   * What the published numbers of the study we reproduce point to: bare text, up to 512 new tokens,
   * no stop at line breaks, whole answers.
   */
  public static final Protocol PAPER =
      new Protocol(
          "paper",
          PromptPolicy.RAW,
          512,
          StopPolicy.END_TOKEN_ONLY,
          AnswerPolicy.WHOLE,
          0,
          LLAMA_31_DATE);

  /** Those that need no study. */
  public static final List<Protocol> BUILT_IN = List.of(LONGBENCH, PAPER);

  public Protocol {
    Objects.requireNonNull(prompts, "prompts");
    Objects.requireNonNull(stop, "stop");
    Objects.requireNonNull(answer, "answer");
    if (name.isBlank()) {
      throw new IllegalArgumentException("Missing name of a protocol");
    }
    if (maxNewTokens < 0) {
      throw new IllegalArgumentException(
          "Invalid maxNewTokens of protocol '%s': %d (must be > 0, or 0 for the task's own)"
              .formatted(name, maxNewTokens));
    }
    if (maxPromptTokens < 0) {
      throw new IllegalArgumentException(
          "Invalid maxPromptTokens of protocol '%s': %d (must be > 0, or 0 for the model's own)"
              .formatted(name, maxPromptTokens));
    }
    try {
      LocalDate.parse(date, DATE);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "Invalid date of protocol '%s': '%s' (must be like '%s')"
              .formatted(name, date, LLAMA_31_DATE),
          e);
    }
  }

  /** The {@link #date} as a day of the calendar. */
  public LocalDate day() {
    return LocalDate.parse(date, DATE);
  }

  /** The style of the task's prompts under this protocol. */
  public PromptStyle promptStyle(Task task) {
    return switch (prompts) {
      case TASK -> task.promptStyle();
      case CHAT -> PromptStyle.CHAT;
      case RAW -> PromptStyle.RAW;
    };
  }

  /** The most tokens that may be generated for a sample of the task. */
  public int maxNewTokens(Task task) {
    return maxNewTokens == 0 ? task.maxNewTokens() : maxNewTokens;
  }

  /** The fewest: LongBench asks for one token where it stops at a line break. */
  public int minNewTokens(Task task) {
    return switch (stopRule(task)) {
      case END_TOKEN -> 0;
      case NEWLINE -> 1;
    };
  }

  /** What ends a generation of the task early under this protocol. */
  public StopRule stopRule(Task task) {
    return switch (stop) {
      case TASK -> task.stopRule();
      case END_TOKEN_ONLY -> StopRule.END_TOKEN;
    };
  }

  /** Which part of the task's predictions is scored under this protocol. */
  public AnswerRule answerRule(Task task) {
    return switch (answer) {
      case TASK -> task.answerRule();
      case WHOLE -> AnswerRule.WHOLE;
    };
  }

  /**
   * Scores a prediction with the task's metrics, cut to its first line where the answer rule says
   * so.
   *
   * @return scores from 0 to 1 by name, as {@link Task#score} gives them
   */
  public Map<String, Double> score(
      Task task, String prediction, List<String> answers, List<String> classes) {
    return task.score(answerRule(task).of(prediction), answers, classes);
  }
}
