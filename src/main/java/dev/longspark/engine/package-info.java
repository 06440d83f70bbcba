/**
 * Shared values of the engine: in which numbers a model computes ({@link
 * dev.longspark.engine.Precision}) and where ({@link dev.longspark.engine.Device}).
 *
 * <p>Lifetime: the run. Everything here is an immutable, serializable value without native handles.
 *
 * <p>Start reading at {@link dev.longspark.engine.Precision}.
 */
package dev.longspark.engine;
