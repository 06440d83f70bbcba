package dev.longspark.inference;

import dev.longspark.data.Sample;

/**
 * A sample that is to be answered.
 *
 * @param sample with its question
 * @param context what stands in the prompt for the sample's own context
 */
public record Asked(Sample sample, String context) {}
