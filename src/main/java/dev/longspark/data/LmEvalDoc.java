package dev.longspark.data;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * The {@code doc} of a line of lm-evaluation-harness: the sample in the fields of LongBench, or of
 * the copy with {@code question} in place of {@code input} and {@code classes} in place of {@code
 * all_classes}.
 *
 * @param place among the task's samples, from 0
 */
record LmEvalDoc(int place, Sample sample) {
  /**
   * The sample of a line, if the line says what is accepted of it.
   *
   * @throws IOException if a field is of another type
   */
  static Optional<LmEvalDoc> of(JsonFields fields) throws IOException {
    if (!fields.has("/doc/answers") || !fields.has("/doc/context")) {
      return Optional.empty();
    }
    JsonFields doc = fields.child("doc");
    Task task = LongBench.task(doc.string("dataset"));
    int place = fields.natural("doc_id");
    String classes = doc.has("/all_classes") ? "all_classes" : "classes";
    return Optional.of(
        new LmEvalDoc(
            place,
            Sample.of(
                task.name(),
                doc.has("/_id") ? doc.string("_id") : "place-" + place,
                doc.string("context"),
                doc.string(doc.has("/input") ? "input" : "question"),
                doc.strings("answers"),
                doc.has("/" + classes) ? doc.strings(classes) : List.of(),
                doc.has("/language") ? doc.string("language") : task.language(),
                doc.has("/length") ? doc.natural("length") : 0)));
  }
}
