package dev.longspark.metrics;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.IntStream;

/**
 * 1 if the choice that a prediction names is an accepted answer, upper and lower case alike, else
 * 0; a prediction that names none scores 0.
 *
 * @param pattern a regular expression of {@link Pattern}: the choice is the first group that takes
 *     part in its first match, or the whole match where it has no groups
 */
public record MultipleChoice(String pattern) implements TaskMetric {
  /** The metric's name in studies and tables. */
  public static final String NAME = "multiple_choice";

  public MultipleChoice {
    if (pattern.isBlank()) {
      throw new IllegalArgumentException(
          "Missing pattern of multiple_choice (such as 'answer is \\(?([A-D])\\b')");
    }
    try {
      Pattern.compile(pattern);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "Invalid pattern '%s': %s (must be a regular expression)"
              .formatted(pattern, e.getDescription()),
          e);
    }
  }

  @Override
  public String headline() {
    return NAME;
  }

  @Override
  public Map<String, Double> score(String prediction, List<String> answers, List<String> classes) {
    boolean isRight =
        choice(prediction)
            .filter(choice -> answers.stream().anyMatch(answer -> isSame(choice, answer)))
            .isPresent();
    return Map.of(NAME, isRight ? 1.0 : 0.0);
  }

  private static boolean isSame(String choice, String answer) {
    return choice.strip().equalsIgnoreCase(answer.strip());
  }

  /** What the prediction chooses; empty if the pattern does not occur. */
  Optional<String> choice(String prediction) {
    Matcher match = Pattern.compile(pattern).matcher(prediction);
    if (!match.find()) {
      return Optional.empty();
    }
    return IntStream.rangeClosed(1, match.groupCount())
        .mapToObj(match::group)
        .filter(group -> group != null)
        .findFirst()
        .or(() -> Optional.of(match.group()));
  }
}
