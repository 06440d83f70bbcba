package dev.longspark.engine.cache;

import dev.longspark.engine.AttentionShape;
import dev.longspark.engine.Precision;
import dev.longspark.engine.gpu.PackedAttention;
import java.util.List;
import java.util.Optional;

/**
 * Keys and values as codes with a scale and a shift per group, the newest tokens as they came.
 *
 * <p><em>Source:</em> Hugging Face's {@code QuantizedCache} with quanto on axis 0: a group is some
 * consecutive channels of one token, of keys as of values. The prompt is quantized once it has been
 * read; when later tokens fill the residual, they and everything before pass the quantizer.
 * <em>Formula:</em> scale = (max - min) / (2^bits - 1), code = round((x - min) / scale), value =
 * scale * code + min, each operation rounded to the model's precision.
 *
 * <p>In a layer with a window, what the next query does not see is left behind whenever tokens are
 * quantized.
 *
 * <p>A single query (decoding) makes no values: codes are multiplied as they are, scales and minima
 * are applied to whole sums in float32. Models in bfloat16 on the CPU read 4-bit codes through
 * libtorch's int4 product, for which {@code torchscript/packed.py} keeps them in its order; on CUDA
 * devices they are read by a kernel of our own, {@link PackedAttention}.
 *
 * @param bits of one code: 2, 4 or 8 (the source: 2 or 4)
 * @param groupSize values that share a scale
 * @param residualLength tokens that are gathered before they are quantized
 */
public record QuantizedCache(int bits, int groupSize, int residualLength) implements Storage {
  /** The source's default, and the paper's KV-Q. */
  public static final QuantizedCache DEFAULT = new QuantizedCache(4, 64, 128);

  public QuantizedCache {
    Codes.require(bits, groupSize, residualLength);
  }

  @Override
  public String program() {
    return "quantized";
  }

  @Override
  public List<String> changes() {
    return equals(DEFAULT) ? List.of("kvq") : Storage.super.changes();
  }

  /**
   * Checks that groups come out even: that keys of one token, over all key-value heads, are whole
   * groups. (The source checks the keys of all tokens together, so there it depends on the prompt.)
   */
  @Override
  public void requireFits(AttentionShape.Full attention) {
    Codes.requireWholeBytes(attention, bits);
    if (attention.kvWidth() % groupSize != 0) {
      throw new IllegalArgumentException(
          ("Cannot keep a quantized cache with group size %d: a layer has %d key-value heads of"
                  + " width %d, %d keys per token (must be a multiple of the group size)")
              .formatted(groupSize, attention.kvHeads(), attention.headDim(), attention.kvWidth()));
    }
  }

  @Override
  public Optional<PackedAttention.Shape> kernelShape(
      AttentionShape.Full attention, Precision precision) {
    if (attention.scoring().hasWindow() || Double.isFinite(attention.scoring().cap())) {
      return Optional.empty();
    }
    return Optional.of(
        new PackedAttention.Shape(
            attention.heads(),
            attention.kvHeads(),
            attention.headDim(),
            bits,
            groupSize,
            precision));
  }

  @Override
  public long bytes(AttentionShape.Full attention, Precision precision, long tokens) {
    long room = Math.min(Math.max(residualLength, 2), tokens);
    long values = attention.keyValueWidth();
    long packed = Math.min(tokens, Math.max(1, attention.scoring().window() - 1));
    long codes = Codes.bytes(values * packed, bits, groupSize, precision);
    return Math.addExact(codes, values * room * precision.bytes());
  }
}
