package dev.longspark.quantization;

import dev.longspark.engine.Device;
import dev.longspark.engine.checkpoint.BlockLoader;
import dev.longspark.engine.checkpoint.Weights;
import dev.longspark.engine.family.DecoderModel;
import dev.longspark.engine.torchscript.ScriptProgram;
import dev.longspark.engine.torchscript.Tensor;
import dev.longspark.prompt.CalibrationSequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** One decoder block at a time, in float32: {@code torchscript/gptq_block.py}. */
final class Block implements AutoCloseable {
  private final DecoderModel model;
  private final Weights weights;
  private final ScriptProgram program;
  private final BlockLoader loader;

  /**
   * No block is loaded yet.
   *
   * @param tokens of the longest sequence
   */
  Block(DecoderModel model, Weights weights, Device device, int tokens) {
    this.model = model;
    this.weights = weights;
    program = ScriptProgram.load("gptq_block", device);
    loader = new BlockLoader(model, weights, program, device, tokens);
  }

  /** The hidden states with which sequences enter the first block, [tokens, hidden] each. */
  List<Tensor> embed(List<CalibrationSequence> sequences) {
    List<Tensor> states = new ArrayList<>();
    try (Tensor table = weights.plain(model.embedding())) {
      for (CalibrationSequence sequence : sequences) {
        long[] ids = sequence.ids().toLongArray();
        try (Tensor tensor = Tensor.ofLongs(ids, ids.length)) {
          states.add(
              program.callTensor("embed", tensor, table, model.shape().scales().embedding()));
        }
      }
    }
    return states;
  }

  /** The full names of a layer's matrices, by what the program calls them. */
  Map<String, String> names(int layer) {
    return model.shape().layers().get(layer).linears(model.shape().hidden()).stream()
        .collect(
            Collectors.toMap(
                linear -> BlockLoader.role(linear.name()), linear -> model.linear(layer, linear)));
  }

  /** Takes the weights of a layer in place of those before. */
  void load(int layer) {
    program.run("clear");
    loader.add(layer);
  }

  /** Takes another weight for a matrix, float32 [outputs, inputs]. */
  void replace(String role, Tensor weight) {
    program.run("replace", role, weight);
  }

  Tensor matrix(String role) {
    return program.callTensor("matrix", role);
  }

  /** 2 / sequences times the sum of x' x over the inputs that a matrix receives. */
  Tensor hessian(String role, List<Tensor> states) {
    program.run("forget", role);
    states.forEach(state -> program.run("observe", role, state));
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

  @Override
  public void close() {
    program.close();
  }
}
