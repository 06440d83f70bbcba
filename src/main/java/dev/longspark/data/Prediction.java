package dev.longspark.data;

import java.io.Serializable;
import java.util.List;
import java.util.Objects;

/**
 * One line of a LongBench prediction file. It names no sample: it belongs to the sample of its task
 * that has the same place.
 *
 * @param line its number in the file, from 1
 * @param text what the model wrote
 * @param answers all accepted references
 * @param classes the class names of trec and lsht, empty elsewhere
 * @param length of the sample, as published; 0 if the line does not say
 */
public record Prediction(
    int line, String text, List<String> answers, List<String> classes, int length)
    implements Serializable {

  public Prediction {
    Objects.requireNonNull(text, "text");
    answers = List.copyOf(answers);
    classes = List.copyOf(classes);
    if (line < 1) {
      throw new IllegalArgumentException("Invalid line: " + line + " (must be > 0)");
    }
  }
}
