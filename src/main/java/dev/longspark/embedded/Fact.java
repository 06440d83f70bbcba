package dev.longspark.embedded;

/**
 * One statement of a document and what can be asked about it.
 *
 * @param sentence the statement as it stands in the document
 * @param question the question whose answer needs the statement
 * @param answer the expected answer, a part of the statement
 */
record Fact(String sentence, String question, String answer) {}
