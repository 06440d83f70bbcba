package dev.longspark.quantization;

import dev.longspark.engine.AttentionShape;
import dev.longspark.engine.Device;
import dev.longspark.engine.FeedForwardShape;
import dev.longspark.engine.LayerShape;
import dev.longspark.engine.ModelShape;
import dev.longspark.engine.checkpoint.LinearShape;
import dev.longspark.engine.checkpoint.TensorNames;
import dev.longspark.engine.checkpoint.Weights;
import dev.longspark.engine.torchscript.ScriptProgram;
import dev.longspark.engine.torchscript.Tensor;
import dev.longspark.prompt.CalibrationSequence;
import java.util.ArrayList;
import java.util.List;

/** One decoder block at a time, in float32: {@code torchscript/gptq_block.py}. */
final class Block implements AutoCloseable {
  private final ModelShape shape;
  private final Device device;
  private final ScriptProgram program;

  Block(ModelShape shape, Device device) {
    this.shape = shape;
    this.device = device;
    program = ScriptProgram.load("gptq_block", device, "attention", "rope");
    shape.layers().stream()
        .map(LayerShape::attention)
        .filter(AttentionShape.Full.class::isInstance)
        .map(AttentionShape.Full.class::cast)
        .findFirst()
        .ifPresent(this::configure);
  }

  private void configure(AttentionShape.Full attention) {
    float[] frequencies = shape.rope().inverseFrequencies(attention.headDim());
    try (Tensor tensor = Tensor.ofFloats(frequencies, frequencies.length)) {
      program.run(
          "configure",
          tensor,
          device.toString(),
          attention.heads(),
          attention.headDim(),
          shape.normEpsilon());
    }
  }

  /** The hidden states with which sequences enter the first block, [tokens, hidden] each. */
  List<Tensor> embed(Weights weights, List<CalibrationSequence> sequences) {
    List<Tensor> states = new ArrayList<>();
    try (Tensor table = weights.plain(TensorNames.EMBEDDING)) {
      for (CalibrationSequence sequence : sequences) {
        long[] ids = sequence.ids().toLongArray();
        try (Tensor tensor = Tensor.ofLongs(ids, ids.length)) {
          states.add(program.callTensor("embed", tensor, table));
        }
      }
    }
    return states;
  }

  /** The matrices of a layer, under their full names. */
  List<LinearShape> linears(int layer) {
    String prefix = TensorNames.layer(layer) + ".";
    return TensorNames.blockLinears(shape).stream()
        .filter(linear -> linear.name().startsWith(prefix))
        .toList();
  }

  /** Takes the weights of a layer in place of those before. */
  void load(int layer, Weights weights) {
    program.run("clear");
    LayerShape parts = shape.layers().get(layer);
    if (!(parts.attention() instanceof AttentionShape.None)) {
      setNorm("attention", weights, TensorNames.layer(layer) + ".input_layernorm.weight");
    }
    if (!(parts.feedForward() instanceof FeedForwardShape.None)) {
      setNorm("ffn", weights, TensorNames.layer(layer) + ".post_attention_layernorm.weight");
    }
    for (LinearShape linear : linears(layer)) {
      List<Tensor> matrix = weights.linear(linear.name());
      replace(linear.name(), matrix.get(0));
      matrix.forEach(Tensor::close);
    }
  }

  private void setNorm(String role, Weights weights, String name) {
    try (Tensor norm = weights.plain(name)) {
      program.run("set_norm", role, norm);
    }
  }

  /** Takes another weight for a matrix, float32 [outputs, inputs]. */
  void replace(String name, Tensor weight) {
    program.run("set_matrix", role(name), weight);
  }

  Tensor matrix(String name) {
    return program.callTensor("matrix", role(name));
  }

  /** 2 / sequences times the sum of x' x over the inputs that a matrix receives. */
  Tensor hessian(String name, List<Tensor> states) {
    program.run("forget", role(name));
    states.forEach(state -> program.run("observe", role(name), state));
    return program.callTensor("gathered");
  }

  /** Sends hidden states through the block; the given ones are closed. */
  void pass(List<Tensor> states) {
    for (int i = 0; i < states.size(); i++) {
      try (Tensor before = states.get(i)) {
        states.set(i, program.callTensor("output", before));
      }
    }
  }

  /** {@code up_proj} of {@code model.layers.0.mlp.up_proj}. */
  static String role(String name) {
    return name.substring(name.lastIndexOf('.') + 1);
  }

  @Override
  public void close() {
    program.close();
  }
}
