/**
 * Token ids and a cache into logits. In comes a checkpoint and a {@link
 * dev.longspark.engine.decoder.Placement} of its layers on devices; out comes a {@link
 * dev.longspark.engine.decoder.Decoder}, which stays as long as the executor wants its weights, and
 * from it one {@link dev.longspark.engine.decoder.DecoderSequence} per sample, which closes.
 *
 * <p>The arithmetic of a layer stands in {@code torchscript/block.py} and the files that it names;
 * {@code torchscript/decoder.py} is a stage and its sequences: one call is one pass through all
 * layers of a stage, so that a generated token costs one crossing into native code per stage. A
 * stage is one program on one device with a contiguous range of layers; hidden states go from stage
 * to stage. The decoder knows no weight format ({@code torchscript/linear.py} does), no cache
 * policy ({@code torchscript/cache.py}) and no device's kernels ({@code flash()} in {@code
 * torchscript/attention.py} is the one place that chooses them).
 *
 * <p>Start reading at {@link dev.longspark.engine.decoder.Decoder}.
 */
package dev.longspark.engine.decoder;
