package dev.longspark.embedded;

/**
 * A kind of fact between a subject and a value: how it is told and how it is asked. A question ends
 * with its subject and a statement with its value, so that a small model can learn to look it up.
 *
 * @param statement the sentence, {@code %1$s} being the subject and {@code %2$s} the value
 * @param question the question, {@code %1$s} being the subject
 */
record Relation(String statement, String question) {
  /**
   * A relation by its name.
   *
   * @param name what the value is to the subject
   * @param asked the word that asks for the value
   * @param subject how the subject stands in a sentence, {@code %s} being its name
   */
  static Relation of(String name, String asked, String subject) {
    String of = " the " + name + " of " + subject;
    return new Relation("The" + of.substring(4) + " is %s.", asked + " is" + of + "?");
  }

  Fact of(String subject, String value) {
    return new Fact(statement.formatted(subject, value), question.formatted(subject), value);
  }
}
