package dev.longspark.engine.checkpoint;

import dev.longspark.engine.ModelShape;
import dev.longspark.engine.Precision;
import dev.longspark.engine.torchscript.Tensor;
import java.io.Serializable;
import java.util.List;

/** How the matrices of a model are kept in memory: the weight axis of a technique. */
public sealed interface WeightFormat extends Serializable permits FullPrecision, Gptq {
  /** The precision of activations and of every tensor that is not quantized. */
  Precision precision();

  /** Bytes of all weights of a model in this format. */
  long weightBytes(ModelShape shape);

  /** The parts of one matrix, as {@code torchscript/linear.py} takes them. */
  List<Tensor> linear(String name, TensorReader reader);
}
