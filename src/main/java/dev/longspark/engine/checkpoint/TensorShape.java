package dev.longspark.engine.checkpoint;

import dev.longspark.engine.family.DecoderModel;
import java.util.ArrayList;
import java.util.List;

/**
 * A tensor that no weight format quantizes, under its full name.
 *
 * @param extents row-major
 */
record TensorShape(String name, List<Long> extents) {
  TensorShape {
    extents = List.copyOf(extents);
  }

  /** The embedding, the norms and all other vectors of a decoder. */
  static List<TensorShape> plain(DecoderModel model) {
    List<TensorShape> plain = new ArrayList<>();
    long hidden = model.shape().hidden();
    plain.add(
        new TensorShape(model.embedding(), List.of((long) model.shape().vocabulary(), hidden)));
    model
        .vectors()
        .forEach(
            vector -> plain.add(new TensorShape(vector.name(), List.of((long) vector.width()))));
    return plain;
  }
}
