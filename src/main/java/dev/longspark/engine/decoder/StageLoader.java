package dev.longspark.engine.decoder;

import dev.longspark.engine.AttentionShape;
import dev.longspark.engine.FeedForwardShape;
import dev.longspark.engine.LayerShape;
import dev.longspark.engine.ModelShape;
import dev.longspark.engine.checkpoint.LinearShape;
import dev.longspark.engine.checkpoint.TensorNames;
import dev.longspark.engine.checkpoint.Weights;
import dev.longspark.engine.torchscript.ScriptProgram;
import dev.longspark.engine.torchscript.Tensor;
import java.util.List;

/** Puts the weights of some layers into a decoder program. */
final class StageLoader {
  private final ModelShape shape;
  private final Weights weights;
  private final ScriptProgram program;

  StageLoader(ModelShape shape, Weights weights, ScriptProgram program) {
    this.shape = shape;
    this.weights = weights;
    this.program = program;
  }

  void load(Placement.Range range, int prefillChunk) {
    configure(range, prefillChunk);
    for (int i = range.first(); i < range.end(); i++) {
      addLayer(i, i - range.first());
    }
    program.run("end_layers");
    if (range.first() == 0) {
      try (Tensor embedding = weights.plain(TensorNames.EMBEDDING)) {
        program.run("set_embedding", embedding);
      }
    }
    if (range.end() == shape.layers().size()) {
      setOutput(range);
    }
  }

  private void configure(Placement.Range range, int prefillChunk) {
    AttentionShape.Full attention = attention(shape);
    float[] frequencies = shape.rope().inverseFrequencies(attention.headDim());
    try (Tensor tensor = Tensor.ofFloats(frequencies, frequencies.length)) {
      program.run(
          "configure",
          tensor,
          range.device().toString(),
          weights.precision().torchCode(),
          attention.heads(),
          attention.headDim(),
          shape.normEpsilon(),
          prefillChunk);
    }
  }

  /** Heads and their width are the same wherever a model has attention. */
  private static AttentionShape.Full attention(ModelShape shape) {
    return shape.layers().stream()
        .map(LayerShape::attention)
        .filter(AttentionShape.Full.class::isInstance)
        .map(AttentionShape.Full.class::cast)
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("Invalid model: none of its layers has attention"));
  }

  private void addLayer(int layer, int index) {
    AttentionShape attention = shape.layers().get(layer).attention();
    FeedForwardShape feedForward = shape.layers().get(layer).feedForward();
    program.run("add_layer", attention instanceof AttentionShape.Full full ? full.kvHeads() : 0);
    if (!(attention instanceof AttentionShape.None)) {
      setNorm(index, "attention", TensorNames.layer(layer) + ".input_layernorm.weight");
    }
    if (!(feedForward instanceof FeedForwardShape.None)) {
      setNorm(index, "ffn", TensorNames.layer(layer) + ".post_attention_layernorm.weight");
    }
    TensorNames.blockLinears(shape).stream()
        .map(LinearShape::name)
        .filter(name -> name.startsWith(TensorNames.layer(layer) + "."))
        .forEach(name -> setMatrix(index, name));
  }

  private void setNorm(int index, String role, String name) {
    try (Tensor norm = weights.plain(name)) {
      program.run("set_norm", index, role, norm);
    }
  }

  private void setMatrix(int index, String name) {
    List<Tensor> parts = weights.linear(name);
    program.run("set_matrix", index, name.substring(name.lastIndexOf('.') + 1), parts);
    parts.forEach(Tensor::close);
  }

  private void setOutput(Placement.Range range) {
    try (Tensor norm = weights.plain(TensorNames.FINAL_NORM)) {
      if (!shape.tiedEmbeddings()) {
        setOutput(norm, weights.linear(TensorNames.HEAD));
      } else if (range.first() == 0) {
        program.run("tie_output", norm);
      } else {
        setOutput(norm, List.of(weights.plain(TensorNames.EMBEDDING)));
      }
    }
  }

  private void setOutput(Tensor norm, List<Tensor> parts) {
    program.run("set_output", norm, parts);
    parts.forEach(Tensor::close);
  }
}
