/**
 * Safetensors files and config.json into weights of some format, on some device. In comes a folder
 * of a published model, full or quantized by GPTQ; out come its {@link
 * dev.longspark.engine.ModelShape} and {@link dev.longspark.engine.checkpoint.Weights}, which load
 * tensors one by one in a {@link dev.longspark.engine.checkpoint.WeightFormat}. A matrix comes as a
 * list of parts that only {@code torchscript/linear.py} reads: a decoder keeps the list and calls
 * {@code __torch__.linear.apply(x, parts)}, so that it knows no format. On the CPU, weights already
 * stored in the wanted precision stay in the mapped file.
 *
 * <p>Lifetime: a {@link dev.longspark.engine.checkpoint.Checkpoint} holds names and places only;
 * tensors are native, and whoever asked for one closes it.
 *
 * <p>Start reading at {@link dev.longspark.engine.checkpoint.Checkpoint}.
 */
package dev.longspark.engine.checkpoint;
