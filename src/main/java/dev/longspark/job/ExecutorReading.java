package dev.longspark.job;

import java.io.Serializable;
import java.util.Map;

/**
 * What an executor tells the driver of itself every few seconds.
 *
 * @param executor its number and host
 * @param models that it holds
 * @param modelLoads since it started
 * @param counts since it started
 */
record ExecutorReading(
    String executor,
    int models,
    long modelLoads,
    Map<ExecutorCounters.Series, ExecutorCounters.Counts> counts)
    implements Serializable {}
