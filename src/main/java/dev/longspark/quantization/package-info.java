/**
 * A checkpoint and calibration text into a GPTQ checkpoint. In come a model's folder, a {@link
 * dev.longspark.prompt.Calibration} and {@link dev.longspark.quantization.QuantizationSettings};
 * out goes a folder in AutoGPTQ's layout with a record of how it came about, {@code
 * quantization.json}. A {@link dev.longspark.quantization.Quantizer} lives for one such work: at
 * any moment it holds one block's weights and Hessian and the hidden states of the calibration
 * sequences, and what it has finished is on disk, so that a killed work goes on.
 *
 * <p>Source: Frantar et al., "GPTQ: Accurate Post-Training Quantization for Generative Pre-trained
 * Transformers" (2022), in the arithmetic of its authors' code. Start reading at {@link
 * dev.longspark.quantization.Quantizer}.
 */
package dev.longspark.quantization;
