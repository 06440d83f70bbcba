/**
 * A planned study into table rows, on a cluster. In comes a {@link dev.longspark.config.Study}; out
 * go rows that are committed as they are made, so that the same study continues where it stopped.
 *
 * <p>The driver plans what the tables lack and hands out work units; executors answer with rows
 * ({@link dev.longspark.job.UnitTask}); a committer thread appends them. What generates is behind
 * {@link dev.longspark.inference.Evaluator}; the model it holds lives as long as the executor
 * process.
 *
 * <p>Start reading at {@link dev.longspark.job.EvaluationJob}.
 */
package dev.longspark.job;
