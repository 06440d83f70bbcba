package dev.longspark.config;

import java.io.Serializable;
import java.util.List;

/**
 * A task that the study defines, its names still as text. Empty text leaves the choice to the rule
 * that {@code study-defaults.yaml} says.
 *
 * @param name the user's name for it
 * @param path of its JSON lines, absolute or a URI
 * @param prompt with places for the fields of a line
 * @param maxNewTokens cap
 * @param metrics names, at least one
 * @param pattern of multiple choice
 * @param classes of classification
 * @param category the group to report it in
 * @param language of its texts
 * @param contextField the field that prompt compression shortens
 * @param questionField the field with the question
 * @param answersField the field with the accepted answers
 * @param prompts prompt style
 * @param stop stop rule
 * @param answer answer rule
 */
public record OwnTask(
    String name,
    String path,
    String prompt,
    int maxNewTokens,
    List<String> metrics,
    String pattern,
    List<String> classes,
    String category,
    String language,
    String contextField,
    String questionField,
    String answersField,
    Prompts prompts,
    Stop stop,
    Answer answer)
    implements Serializable {
  /** Copies the lists. */
  public OwnTask {
    metrics = List.copyOf(metrics);
    classes = List.copyOf(classes);
  }

  /** How prompts are made. */
  public enum Prompts {
    CHAT,
    RAW
  }

  /** What ends a generation before its cap. */
  public enum Stop {
    END_TOKEN,
    NEWLINE
  }

  /** What of a prediction is scored. */
  public enum Answer {
    WHOLE,
    FIRST_LINE
  }
}
