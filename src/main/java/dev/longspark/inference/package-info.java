/**
 * A work unit into generations, on an executor. Three lifetimes meet here: a unit travels, a model
 * stays in the process until another is needed, and what a sample needs is closed after it.
 *
 * <p>{@link dev.longspark.inference.Evaluator} is the seam: what generates can be our engine
 * ({@link dev.longspark.inference.ExecutorEngine}) or anything else that answers a sample. Start
 * reading there.
 */
package dev.longspark.inference;
