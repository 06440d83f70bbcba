package dev.longspark.compression;

import java.io.Serializable;

/**
 * A word of the context and what became of it.
 *
 * @param text without word mark
 * @param probability what the threshold was compared with, 0 to 1; 1 where no word is dropped
 * @param kept whether it is in the compressed text
 */
public record ScoredWord(String text, double probability, boolean kept) implements Serializable {}
