package dev.longspark.data;

import java.io.Serializable;

/**
 * What was read for one task.
 *
 * @param task the task's name
 * @param samples the number of samples
 * @param skipped the number of malformed lines that were left out
 */
public record SampleCount(String task, int samples, int skipped) implements Serializable {}
