package dev.longspark.data;

import dev.longspark.metrics.Metric;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One JSON line of a task of one's own into a sample, or why it is none. */
final class OwnTaskLine implements SampleReader.Format {
  private static final List<String> ID_FIELDS = List.of("_id", "id");
  private static final List<String> CLASSES_FIELDS = List.of("classes", "all_classes");
  private static final String LENGTH = "length";
  private static final String CHINESE = "zh";

  private final OwnTask own;
  private final PromptTemplate template;
  private final boolean isClassification;

  OwnTaskLine(OwnTask own) {
    this.own = own;
    Task task = own.task();
    template = task.template();
    isClassification = task.metrics().contains(Metric.CLASSIFICATION);
  }

  @Override
  public Sample parse(byte[] line, int number) throws IOException {
    JsonFields fields = JsonFields.parse(line);
    String context = place(fields, template.contextField());
    String question =
        template.questionField().isEmpty() ? "" : place(fields, template.questionField());
    Map<String, String> others = new TreeMap<>();
    for (String field : template.otherFields()) {
      others.put(field, place(fields, field));
    }
    List<String> classes = classes(fields);
    List<String> answers = answers(fields);
    if (isClassification) {
      requireClasses(answers, classes);
    }
    int length = fields.has("/" + LENGTH) ? fields.natural(LENGTH) : words(context);
    return Sample.of(
        own.name(),
        id(fields, number),
        context,
        question,
        answers,
        classes,
        own.language(),
        length,
        others);
  }

  @Override
  public RuntimeException fault(String message, IOException cause) {
    // Whoever wrote the study wrote the file: it is to be changed, not tried once more.
    return new IllegalArgumentException(
        "Invalid sample of own-tasks.%s at %s".formatted(own.name(), message), cause);
  }

  private static String place(JsonFields fields, String field) throws IOException {
    if (!fields.names().contains(field)) {
      throw new IOException(
          "Missing field '%s', for which the prompt has a place (the line has: %s; as mere text it is {{%s}})"
              .formatted(field, String.join(", ", fields.names()), field));
    }
    return fields.text(field);
  }

  private List<String> answers(JsonFields fields) throws IOException {
    List<String> names = own.answersFields();
    for (String field : names) {
      if (fields.names().contains(field)) {
        List<String> answers = fields.texts(field);
        if (answers.isEmpty() || answers.stream().anyMatch(String::isBlank)) {
          throw new IOException(
              "Expected at least one accepted answer in '%s', none of them blank".formatted(field));
        }
        return answers;
      }
    }
    throw new IOException(
        "Missing field '%s' with the accepted answers (the line has: %s; answers-field may name another)"
            .formatted(String.join("' or '", names), String.join(", ", fields.names())));
  }

  private List<String> classes(JsonFields fields) throws IOException {
    if (own.classes().isEmpty() && isClassification) {
      for (String field : CLASSES_FIELDS) {
        if (fields.names().contains(field)) {
          return fields.texts(field);
        }
      }
    }
    return own.classes();
  }

  private static void requireClasses(List<String> answers, List<String> classes)
      throws IOException {
    if (classes.isEmpty()) {
      throw new IOException(
          "Missing field 'classes', which the metric classification chooses from (or set classes in the study)");
    }
    for (String answer : answers) {
      if (!classes.contains(answer)) {
        throw new IOException(
            "Invalid answer '%s' (must be one of the classes: %s)"
                .formatted(answer, String.join(", ", classes)));
      }
    }
  }

  private static String id(JsonFields fields, int number) throws IOException {
    for (String field : ID_FIELDS) {
      if (fields.has("/" + field)) {
        return fields.text(field);
      }
    }
    return "line-" + number;
  }

  /** As LongBench counts them: words, or characters of Chinese. */
  private int words(String context) {
    if (own.language().equals(CHINESE)) {
      return (int) context.codePoints().filter(point -> !Character.isWhitespace(point)).count();
    }
    return context.isBlank() ? 0 : context.strip().split("\\s+").length;
  }
}
