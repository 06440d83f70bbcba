package dev.longspark.compression;

import dev.longspark.engine.Device;
import dev.longspark.engine.EncoderShape;
import dev.longspark.engine.checkpoint.Weights;
import dev.longspark.engine.torchscript.ScriptProgram;
import dev.longspark.engine.torchscript.Tensor;
import java.util.ArrayList;
import java.util.List;

/** Hands an encoder's tensors to {@code torchscript/encoder.py}, in the order it expects. */
final class EncoderProgram {
  private static final List<String> ATTENTION = List.of("query", "key", "value");

  private final String prefix;
  private final Weights weights;
  private final ScriptProgram program;

  private EncoderProgram(String prefix, Weights weights, ScriptProgram program) {
    this.prefix = prefix;
    this.weights = weights;
    this.program = program;
  }

  /** Compiles and fills the program. */
  static ScriptProgram load(EncoderShape shape, Weights weights, Device device) {
    ScriptProgram program = ScriptProgram.load("encoder", device);
    program.run("configure", shape.heads(), shape.normEpsilon());
    EncoderProgram loader = new EncoderProgram(shape.family().prefix(), weights, program);
    loader.embeddings();
    for (int layer = 0; layer < shape.layers(); layer++) {
      loader.layer(layer);
    }
    loader.pair("add_linear", "classifier");
    return program;
  }

  private void embeddings() {
    String names = prefix + ".embeddings.";
    try (Tensor words = weights.plain(names + "word_embeddings.weight");
        Tensor positions = weights.plain(names + "position_embeddings.weight");
        Tensor types = weights.plain(names + "token_type_embeddings.weight")) {
      program.run("embeddings", words, positions, types);
    }
    pair("add_norm", names + "LayerNorm");
  }

  private void layer(int index) {
    String names = prefix + ".encoder.layer." + index + ".";
    joined(names + "attention.self.");
    pair("add_linear", names + "attention.output.dense");
    pair("add_norm", names + "attention.output.LayerNorm");
    pair("add_linear", names + "intermediate.dense");
    pair("add_linear", names + "output.dense");
    pair("add_norm", names + "output.LayerNorm");
  }

  private void pair(String method, String name) {
    try (Tensor weight = weights.plain(name + ".weight");
        Tensor bias = weights.plain(name + ".bias")) {
      program.run(method, weight, bias);
    }
  }

  private void joined(String names) {
    List<Tensor> matrices = new ArrayList<>();
    List<Tensor> biases = new ArrayList<>();
    try {
      for (String part : ATTENTION) {
        matrices.add(weights.plain(names + part + ".weight"));
        biases.add(weights.plain(names + part + ".bias"));
      }
      program.run("add_joined", matrices, biases);
    } finally {
      matrices.forEach(Tensor::close);
      biases.forEach(Tensor::close);
    }
  }
}
