package dev.longspark.engine.checkpoint;

import dev.longspark.engine.LayerShape;
import dev.longspark.engine.Precision;
import dev.longspark.engine.torchscript.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * The 4-bit matrices of a GPTQ checkpoint, kept packed and multiplied by libtorch's int4 kernels;
 * everything that the checkpoint does not quantize is in full precision.
 *
 * <p>Few rows (decoding) go through the kernel, many rows (prefill) through the weight, made for
 * the moment; up to how many is measured when a matrix is loaded. CUDA's kernel knows bfloat16
 * only, and the CPU's is fast in it only: both compute float16 models' products in bfloat16.
 */
public record Gptq(Precision precision) implements WeightFormat {
  /** The group length that sizes are predicted with: that of the published checkpoints. */
  private static final int USUAL_GROUP = 128;

  private static final int BITS_PER_BYTE = 8;

  @Override
  public long layerBytes(LayerShape layer, int hidden) {
    long matrices = layer.matrixParameters(hidden);
    long codes = matrices * 4 / BITS_PER_BYTE;
    long scalesAndZeros = matrices / USUAL_GROUP * 2 * precision.bytes();
    return codes + scalesAndZeros + (layer.parameters(hidden) - matrices) * precision.bytes();
  }

  @Override
  public List<Tensor> linear(String name, TensorReader reader) {
    if (!reader.isQuantized(name)) {
      return new FullPrecision(precision).linear(name, reader);
    }
    List<Tensor> parts = new ArrayList<>(reader.loadInt4(name, precision));
    reader.loadBias(name, precision).ifPresent(parts::add);
    return parts;
  }
}
