/**
 * Speed and memory against a baseline, in turns within one process. In comes the name of a {@link
 * dev.longspark.benchmark.Subject}; out goes a table with number, median, spread and ratio of what
 * was measured, beside the goal. A subject loads its models when it is measured and closes them.
 *
 * <p>Start reading at {@link dev.longspark.benchmark.Benchmarks}, whose list a new subject joins;
 * {@code benchmark/engine.sh} runs it.
 */
package dev.longspark.benchmark;
