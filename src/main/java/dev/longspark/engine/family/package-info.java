/**
 * A config.json into a {@link dev.longspark.engine.ModelShape} and the names of its tensors: one
 * class per model family, one line each in {@link dev.longspark.engine.family.Families}. Out comes
 * a {@link dev.longspark.engine.family.DecoderModel}; what its shape says and the programs do not
 * compute is refused here, before anything is loaded.
 *
 * <p>Lifetime: the run. Everything here is an immutable value.
 *
 * <p>Start reading at {@link dev.longspark.engine.family.DecoderFamily}.
 */
package dev.longspark.engine.family;
