package dev.longspark.metrics;

/**
 * A word of a sentence and its universal part of speech.
 *
 * @param text as written
 * @param tag e.g. {@code NOUN}; of an unsplit contraction, the first part's
 */
record TaggedWord(String text, String tag) {}
