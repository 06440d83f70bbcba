package dev.longspark.data;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A prompt with places such as {@code {context}} for the fields of a sample. <code>{{name}}</code>
 * is the text <code>{name}</code>, and braces around quotes or several lines are text too.
 *
 * @param text as written
 * @param contextField the field that is the sample's context, which prompt compression shortens
 * @param questionField the field that is the sample's question; empty if none is
 */
public record PromptTemplate(String text, String contextField, String questionField)
    implements Serializable {
  private static final Pattern PLACE =
      Pattern.compile("\\{\\{([^{}\"\\n]+)\\}\\}|\\{([^{}\"\\n]+)\\}");
  private static final int TEXT = 1;
  private static final int FIELD = 2;

  public PromptTemplate {
    Objects.requireNonNull(text, "text");
    Objects.requireNonNull(contextField, "contextField");
    Objects.requireNonNull(questionField, "questionField");
  }

  /** The fields that have a place, in the order of their first ones. */
  public static List<String> fields(String text) {
    return PLACE
        .matcher(text)
        .results()
        .map(place -> place.group(FIELD))
        .filter(Objects::nonNull)
        .distinct()
        .toList();
  }

  /** The fields that have a place and are neither context nor question. */
  public List<String> otherFields() {
    List<String> others = new ArrayList<>(fields(text));
    others.remove(contextField);
    others.remove(questionField);
    return others;
  }

  /**
   * The sample's prompt; places inside the values stay as they are.
   *
   * @param context what stands in for the sample's own context: itself, or a compressed one
   * @throws IllegalArgumentException if the sample lacks a field
   */
  public String fill(Sample sample, String context) {
    return filled(
        text,
        field -> {
          if (field.equals(contextField)) {
            return context;
          }
          String value =
              field.equals(questionField) ? sample.question() : sample.fields().get(field);
          if (value == null) {
            throw new IllegalArgumentException(
                "Missing field '%s' of sample %s".formatted(field, sample.id()));
          }
          return value;
        });
  }

  /**
   * What of the prompt comes after the context.
   *
   * @param values of the fields, by name; the question's too
   */
  public String tail(UnaryOperator<String> values) {
    String context = "{" + contextField + "}";
    return filled(text.substring(text.indexOf(context) + context.length()), values);
  }

  private static String filled(String text, UnaryOperator<String> values) {
    StringBuilder filled = new StringBuilder(text.length());
    Matcher place = PLACE.matcher(text);
    int position = 0;
    while (place.find()) {
      filled.append(text, position, place.start());
      String field = place.group(FIELD);
      filled.append(field == null ? "{" + place.group(TEXT) + "}" : values.apply(field));
      position = place.end();
    }
    return filled.append(text, position, text.length()).toString();
  }
}
