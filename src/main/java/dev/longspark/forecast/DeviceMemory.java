package dev.longspark.forecast;

import java.io.Serializable;

/**
 * What one device holds at the peak of one generation, in bytes.
 *
 * @param weights of the layers, embedding and output matrix placed on it
 * @param cache keys and values of its layers, for all tokens
 * @param activations working memory of one layer for one prefill chunk
 * @param logits of the last position
 */
public record DeviceMemory(long weights, long cache, long activations, long logits)
    implements Serializable {
  /** All of it. */
  public long total() {
    return weights + cache + activations + logits;
  }
}
