package dev.longspark.engine.cache;

import dev.longspark.engine.AttentionShape;
import dev.longspark.engine.Precision;

/**
 * Keys as codes per channel, values as codes per token, the newest tokens as they came.
 *
 * <p><em>Source:</em> KIVI (Liu et al. 2024): keys have outlying channels, so a group is some
 * consecutive tokens of one channel, quantized in blocks of {@code residualLength} tokens; a group
 * of values is some consecutive channels of one token, quantized when {@code residualLength} newer
 * tokens have come. No token is quantized twice; in a layer with a window, blocks go that no query
 * sees any more. <em>Formula:</em> as {@link QuantizedCache}.
 *
 * @param bits of one code: 2, 4 or 8 (the source: 2 or 4)
 * @param groupSize values that share a scale
 * @param residualLength tokens of a block of keys, and newest values in full precision; a multiple
 *     of the group size
 */
public record KiviCache(int bits, int groupSize, int residualLength) implements Storage {
  /** The source's groups and residual, with the bits it advises for grouped-query attention. */
  public static final KiviCache DEFAULT = new KiviCache(4, 32, 128);

  public KiviCache {
    Codes.require(bits, groupSize, residualLength);
    if (residualLength % groupSize != 0) {
      throw new IllegalArgumentException(
          "Invalid residual length of a KIVI cache: "
              + residualLength
              + " (must be a multiple of the group size "
              + groupSize
              + ")");
    }
  }

  @Override
  public String program() {
    return "kivi";
  }

  @Override
  public void requireFits(AttentionShape.Full attention) {
    Codes.requireWholeBytes(attention, bits);
    if (attention.headDim() % groupSize != 0) {
      throw new IllegalArgumentException(
          "Cannot keep a KIVI cache with group size %d: a layer has heads of width %d (must be a multiple of the group size)"
              .formatted(groupSize, attention.headDim()));
    }
  }

  @Override
  public long bytes(AttentionShape.Full attention, Precision precision, long tokens) {
    long held = Math.min(tokens, attention.scoring().window() - 1L + residualLength);
    long keys = held / residualLength * residualLength;
    long values = Math.max(0, held - residualLength);
    long room = Math.min(residualLength + 1L, held);
    long width = attention.keyValueWidth();
    long codes = Codes.bytes(width / 2 * (keys + values), bits, groupSize, precision);
    return Math.addExact(codes, width * room * precision.bytes());
  }
}
