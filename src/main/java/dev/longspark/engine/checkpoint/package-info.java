/**
 * Safetensors files and config.json into weights of some format, on some device. In comes a folder
 * of a published model, in full precision or in few bits; out come its {@link
 * dev.longspark.engine.ModelShape} and {@link dev.longspark.engine.checkpoint.Weights}, which load
 * tensors one by one in a {@link dev.longspark.engine.checkpoint.WeightFormat}. On the CPU, weights
 * already stored in the wanted precision stay in the mapped file.
 *
 * <p>How matrices are stored and how they are kept are two things. <em>Stored</em>: a {@link
 * dev.longspark.engine.checkpoint.StoredFormat} for each {@code quant_method}, read from
 * config.json before any tensor, and one line in {@link
 * dev.longspark.engine.checkpoint.StoredFormats}; it checks a matrix's tensors and reads them into
 * weights or into what is kept. Layouts of integer codes end in {@code GroupedCodes}, which does
 * the rest. <em>Kept</em>: a {@link dev.longspark.engine.checkpoint.KeptMatrix}, its kind a class
 * in {@code torchscript/matrix_KIND.py} and one line in {@code matrix.make()}; a decoder knows only
 * the interface {@code Matrix}.
 *
 * <p>Lifetime: a {@link dev.longspark.engine.checkpoint.Checkpoint} holds names and places only;
 * tensors are native, and whoever asked for one closes it.
 *
 * <p>Start reading at {@link dev.longspark.engine.checkpoint.Checkpoint}.
 */
package dev.longspark.engine.checkpoint;
