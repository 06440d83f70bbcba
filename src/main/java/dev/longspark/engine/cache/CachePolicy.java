package dev.longspark.engine.cache;

import dev.longspark.engine.AttentionShape;
import dev.longspark.engine.ModelShape;
import dev.longspark.engine.Precision;
import dev.longspark.engine.gpu.PackedAttention;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;

/** How a decoder keeps the keys and values of the tokens it has seen. */
public sealed interface CachePolicy extends Serializable
    permits FullCache, QuantizedCache, KiviCache {
  /** The policy's name in {@code torchscript/cache.py}. */
  String program();

  /** The policy's numbers, in the order in which its TorchScript class reads them. */
  List<Long> settings();

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
  default Optional<PackedAttention.Shape> kernelShape(
      AttentionShape.Full attention, Precision precision) {
    return Optional.empty();
  }

  /**
   * The bytes that a cache opened for some tokens takes.
   *
   * <p>While a layer reads a prompt, a policy that quantizes also holds that one layer's keys and
   * values as they came; this is not counted here.
   *
   * @param shape of the model
   * @param precision of the keys and values that come in
   * @param tokens prompt and generated ones
   */
  long bytes(ModelShape shape, Precision precision, long tokens);
}
