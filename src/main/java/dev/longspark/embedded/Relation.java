package dev.longspark.embedded;

/**
 * A kind of fact between a subject and a value: how it is told and how it is asked.
 *
 * @param statement the sentence, {@code %1$s} being the subject and {@code %2$s} the value
 * @param question the question, {@code %1$s} being the subject
 */
record Relation(String statement, String question) {
  Fact of(String subject, String value) {
    return new Fact(statement.formatted(subject, value), question.formatted(subject), value);
  }
}
