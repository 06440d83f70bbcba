/**
 * Shared values of the engine: what a model looks like ({@link dev.longspark.engine.ModelShape}
 * with one {@link dev.longspark.engine.LayerShape} per layer; {@link
 * dev.longspark.engine.EncoderShape} for token classifiers), in which numbers it computes ({@link
 * dev.longspark.engine.Precision}) and where ({@link dev.longspark.engine.Device}). Sizes follow
 * from the shape alone, so that memory can be planned without opening a weight file.
 *
 * <p>Lifetime: the run. Everything here is an immutable, serializable value without native handles.
 *
 * <p>Start reading at {@link dev.longspark.engine.ModelShape}.
 */
package dev.longspark.engine;
