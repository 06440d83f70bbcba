/**
 * A prediction, its accepted answers and its context into scores from 0 to 1.
 *
 * <p>In come plain strings; out come plain numbers. LongBench's metrics give the very doubles of
 * the published Python code, so a score here and a score there may be compared to the last bit; the
 * golden files of the tests were made by that code. Everything is a value or a pure function, safe
 * for any number of threads, and knows neither files nor Spark.
 *
 * <p>Start reading at {@link dev.longspark.metrics.TaskMetric}.
 */
package dev.longspark.metrics;
