package dev.longspark.quantization;

/**
 * How well one matrix took to 4 bits.
 *
 * @param name {@code model.layers.0.mlp.up_proj}
 * @param relativeError squared error of its outputs over the calibration inputs, by their own
 *     squared sum, with the scales as stored
 * @param loss the sum that the reference implementations print as a layer's error
 * @param damping that its Hessian took
 * @param deadInputs that were zero in every calibration token
 */
public record MatrixReport(
    String name, double relativeError, double loss, double damping, int deadInputs) {}
