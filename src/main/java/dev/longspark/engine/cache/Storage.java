package dev.longspark.engine.cache;

import dev.longspark.engine.AttentionShape;
import dev.longspark.engine.ModelShape;
import dev.longspark.engine.Precision;
import dev.longspark.engine.gpu.PackedAttention;
import java.util.List;
import java.util.Optional;

/**
 * In what form keys and values are kept. The settings of a kind are the components of its record;
 * {@code torchscript/cache.py} knows them by the same names.
 */
public sealed interface Storage extends CachePolicy permits FullCache, QuantizedCache, KiviCache {
  /** One of each kind, with the settings that hold where none are given. */
  static List<Storage> kinds() {
    return List.of(new FullCache(), QuantizedCache.DEFAULT, KiviCache.DEFAULT);
  }

  /** The storage's name in {@code torchscript/cache.py} and in a study. */
  String program();

  /**
   * Checks that keys and values of one attention can be kept.
   *
   * @throws IllegalArgumentException with the rule if not
   */
  void requireFits(AttentionShape.Full attention);

  /**
   * The bytes of one layer's cache.
   *
   * @param precision of the keys and values that come in
   * @param tokens that it can hold
   */
  long bytes(AttentionShape.Full attention, Precision precision, long tokens);

  @Override
  default Storage store() {
    return this;
  }

  @Override
  default Optional<Retention> keep() {
    return Optional.empty();
  }

  @Override
  default List<String> changes() {
    return List.of(KindSettings.label(program(), this));
  }

  @Override
  default boolean isRerotated() {
    return false;
  }

  @Override
  default View view() {
    return View.PROMPT;
  }

  @Override
  default void requireFits(ModelShape shape) {
    shape.attentions().forEach(this::requireFits);
  }

  @Override
  default Optional<PackedAttention.Shape> kernelShape(
      AttentionShape.Full attention, Precision precision) {
    return Optional.empty();
  }

  @Override
  default List<Integer> kept(int attentions, int tokens) {
    return List.of();
  }

  @Override
  default Optional<String> obstacle(int attentions, int tokens) {
    return Optional.empty();
  }

  @Override
  default List<Long> layerBytes(ModelShape shape, Precision precision, int prompt, int later) {
    return shape.layers().stream()
        .map(layer -> layer.attention().full())
        .map(full -> full.map(each -> bytes(each, precision, (long) prompt + later)))
        .map(bytes -> bytes.orElse(0L))
        .toList();
  }
}
