package dev.longspark.data;

import dev.longspark.hash.Digest;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * One line of a benchmark's file.
 *
 * @param key names the sample by its content; see {@link #of}
 * @param task the task's name, e.g. {@code hotpotqa}
 * @param id the line's {@code _id}
 * @param context the long text
 * @param question LongBench's {@code input}; empty where the task's template asks the question
 * @param answers all accepted references
 * @param classes the class names of classification, empty elsewhere
 * @param language {@code en}, {@code zh} or a programming language
 * @param length in words or Chinese characters: as the line says, never recomputed, or counted
 *     where it says nothing
 * @param fields what else the task's template has places for, by name; empty in LongBench
 */
public record Sample(
    String key,
    String task,
    String id,
    String context,
    String question,
    List<String> answers,
    List<String> classes,
    String language,
    int length,
    Map<String, String> fields)
    implements Serializable {

  private static final int KEY_DIGITS = 32;

  public Sample {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(task, "task");
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(context, "context");
    Objects.requireNonNull(question, "question");
    Objects.requireNonNull(language, "language");
    answers = List.copyOf(answers);
    classes = List.copyOf(classes);
    fields = Collections.unmodifiableMap(new TreeMap<>(fields));
    if (length < 0) {
      throw new IllegalArgumentException("Invalid length: " + length + " (must be >= 0)");
    }
  }

  /** Makes a sample with its key that has no other fields. */
  public static Sample of(
      String task,
      String id,
      String context,
      String question,
      List<String> answers,
      List<String> classes,
      String language,
      int length) {
    return of(task, id, context, question, answers, classes, language, length, Map.of());
  }

  /**
   * Makes a sample with its key: the first 32 hex digits of the SHA-256 over task, id, context,
   * question, number of answers, answers, and names and values of its other fields. Each text goes
   * in as its length in UTF-16 units (4 bytes, big-endian) and those units (2 bytes each), so that
   * no two samples share a key by concatenation and a lone surrogate keeps its value.
   */
  public static Sample of(
      String task,
      String id,
      String context,
      String question,
      List<String> answers,
      List<String> classes,
      String language,
      int length,
      Map<String, String> fields) {
    Digest digest = new Digest();
    update(digest, task);
    update(digest, id);
    update(digest, context);
    update(digest, question);
    digest.bytes(ByteBuffer.allocate(Integer.BYTES).putInt(0, answers.size()));
    answers.forEach(answer -> update(digest, answer));
    new TreeMap<>(fields)
        .forEach(
            (name, value) -> {
              update(digest, name);
              update(digest, value);
            });
    String key = digest.hex(KEY_DIGITS);
    return new Sample(key, task, id, context, question, answers, classes, language, length, fields);
  }

  private static void update(Digest digest, String text) {
    ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES + Character.BYTES * text.length());
    bytes.putInt(text.length()).asCharBuffer().put(text);
    digest.bytes(bytes.rewind());
  }
}
