/**
 * LongBench: what its lines say and what it asks of a model. In come the published JSON lines; out
 * go {@link dev.longspark.data.Sample}s and the catalogue of {@link
 * dev.longspark.data.LongBenchTask}s. A {@link dev.longspark.data.Protocol} says which of a task's
 * own rules a study keeps. Outputs made elsewhere come in as {@link dev.longspark.data.Prediction}s
 * and {@link dev.longspark.data.ForeignPrediction}s. Everything here is an immutable, serializable
 * value that travels with the Spark job; nothing holds a native handle.
 *
 * <p>Start reading at {@link dev.longspark.data.LongBench}.
 */
package dev.longspark.data;
