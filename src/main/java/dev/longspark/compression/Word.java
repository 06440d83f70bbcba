package dev.longspark.compression;

/**
 * A merged word of a chunk.
 *
 * @param text with its word mark, and force tokens restored
 * @param probability of keeping it, forced tokens and digits counted as 1.0
 * @param unforced the probability that the context filter sees
 */
record Word(String text, double probability, double unforced) {}
