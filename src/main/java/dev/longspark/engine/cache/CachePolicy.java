package dev.longspark.engine.cache;

import dev.longspark.engine.AttentionShape;
import dev.longspark.engine.ModelShape;
import dev.longspark.engine.Precision;
import dev.longspark.engine.gpu.PackedAttention;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;

/**
 * How a decoder keeps the keys and values of the tokens it has seen: a retention says which of them
 * stay, a storage in what form. A {@link Storage} by itself is the policy that keeps every token.
 */
public sealed interface CachePolicy extends Serializable permits Storage, Eviction {
  /** The form in which tokens are kept. */
  Storage store();

  /** Which tokens of a prompt are kept; empty where all are. */
  Optional<Retention> keep();

  /**
   * What the policy changes against a cache that keeps everything as it came, a word each: what is
   * dropped, and the form. Two policies share a word only where they do the same.
   */
  List<String> changes();

  /** Whether kept tokens move together, as if the dropped ones had never been. */
  boolean isRerotated();

  /** Whether a prompt's question is there when its tokens are chosen. */
  View view();

  /**
   * Checks that the policy can keep a model's keys and values, whatever the length of a prompt.
   *
   * @throws IllegalArgumentException with the rule if not
   */
  void requireFits(ModelShape shape);

  /**
   * What our CUDA kernel for single tokens would have to take; empty if there is none for this
   * policy.
   *
   * @param precision of the model
   */
  Optional<PackedAttention.Shape> kernelShape(AttentionShape.Full attention, Precision precision);

  /**
   * How many of a prompt's tokens stay in each of a model's attentions, in layer order: the mean
   * over the key-value heads where these keep different numbers. Empty where every token stays.
   *
   * @param attentions layers with attention
   * @param tokens of the prompt
   */
  List<Integer> kept(int attentions, int tokens);

  /**
   * Why tokens of a prompt cannot be chosen as it is asked; empty if they can.
   *
   * @param attentions layers with attention
   * @param tokens of the prompt
   */
  Optional<String> obstacle(int attentions, int tokens);

  /**
   * The bytes that each layer's cache takes once the prompt is read, 0 where there is no attention.
   *
   * <p>While a layer reads a prompt, a policy that quantizes or drops tokens also holds that one
   * layer's keys and values as they came; this is not counted here.
   *
   * @param shape of the model
   * @param precision of the keys and values that come in
   * @param prompt tokens from which a retention chooses
   * @param later tokens after it
   */
  List<Long> layerBytes(ModelShape shape, Precision precision, int prompt, int later);

  /** The bytes of all layers' caches, see {@link #layerBytes}. */
  default long bytes(ModelShape shape, Precision precision, int prompt, int later) {
    return layerBytes(shape, precision, prompt, later).stream().mapToLong(Long::longValue).sum();
  }
}
