/**
 * Benchmarks: what their lines say and what they ask of a model. In come JSON lines, LongBench's or
 * those of a study's own tasks; out go {@link dev.longspark.data.Sample}s and {@link
 * dev.longspark.data.Task}s. A {@link dev.longspark.data.Protocol} says which of a task's own rules
 * a study keeps. Outputs made elsewhere come in as {@link dev.longspark.data.Prediction}s and
 * {@link dev.longspark.data.ForeignPrediction}s. Everything here is an immutable, serializable
 * value that travels with the Spark job; nothing holds a native handle.
 *
 * <p>Start reading at {@link dev.longspark.data.Benchmark}.
 */
package dev.longspark.data;
