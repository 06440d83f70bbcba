package dev.longspark.engine.checkpoint;

import dev.longspark.engine.LayerShape;
import dev.longspark.engine.LinearShape;
import dev.longspark.engine.ModelShape;
import dev.longspark.engine.Precision;
import dev.longspark.engine.family.DecoderModel;
import java.io.Serializable;

/** How the matrices of a model are kept in memory. */
public sealed interface WeightFormat extends Serializable permits FullPrecision, LowBit {
  /** The precision of activations and of every tensor that is not quantized. */
  Precision precision();

  /**
   * Bytes of the weights of one matrix, its bias apart.
   *
   * @param matrix under the name of the files
   */
  long matrixBytes(LinearShape matrix);

  /** Bytes of one block: its matrices, biases and vectors. */
  default long layerBytes(DecoderModel model, int index) {
    int hidden = model.shape().hidden();
    LayerShape layer = model.shape().layers().get(index);
    long others = layer.parameters(hidden);
    long bytes = 0;
    for (LinearShape matrix : model.linears(index)) {
      others -= matrix.weights();
      bytes += matrixBytes(matrix);
    }
    return bytes + others * precision().bytes();
  }

  /** Bytes of all weights of a model. */
  default long weightBytes(DecoderModel model) {
    ModelShape shape = model.shape();
    long others = shape.parameters();
    long bytes = 0;
    for (int i = 0; i < shape.layers().size(); i++) {
      others -= shape.layers().get(i).parameters(shape.hidden());
      bytes += layerBytes(model, i);
    }
    for (LinearShape head : model.head()) {
      others -= head.weights();
      bytes += matrixBytes(head);
    }
    return bytes + others * precision().bytes();
  }

  /** One matrix, to be closed by the caller. */
  KeptMatrix linear(String name, TensorReader reader);
}
