package dev.longspark.engine.checkpoint;

import dev.longspark.engine.LayerShape;
import dev.longspark.engine.ModelShape;
import dev.longspark.engine.Precision;
import dev.longspark.engine.torchscript.Tensor;
import java.io.Serializable;
import java.util.List;

/** How the matrices of a model are kept in memory: the weight axis of a technique. */
public sealed interface WeightFormat extends Serializable permits FullPrecision, Gptq {
  /** The precision of activations and of every tensor that is not quantized. */
  Precision precision();

  /** Bytes of one block in this format, norms included. */
  long layerBytes(LayerShape layer, int hidden);

  /** Bytes of all weights of a model in this format; outside its blocks nothing is quantized. */
  default long weightBytes(ModelShape shape) {
    long outside = shape.parameters();
    long blocks = 0;
    for (LayerShape layer : shape.layers()) {
      outside -= layer.parameters(shape.hidden());
      blocks += layerBytes(layer, shape.hidden());
    }
    return blocks + outside * precision().bytes();
  }

  /** The parts of one matrix, as {@code torchscript/linear.py} takes them. */
  List<Tensor> linear(String name, TensorReader reader);
}
