package dev.longspark.engine.checkpoint;

import dev.longspark.engine.EncoderShape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The tensors that a token classifier of some shape must have, as published files name them. */
final class EncoderTensors {
  private final List<TensorShape> tensors = new ArrayList<>();
  private String prefix;

  private EncoderTensors(String prefix) {
    this.prefix = prefix;
  }

  static List<TensorShape> of(EncoderShape shape) {
    long hidden = shape.hidden();
    long width = shape.feedForward();
    EncoderTensors names = new EncoderTensors(shape.family().prefix() + ".embeddings.");
    names.add("word_embeddings.weight", shape.vocabulary(), hidden);
    names.add("position_embeddings.weight", shape.maxPositions(), hidden);
    names.add("token_type_embeddings.weight", shape.tokenTypes(), hidden);
    names.addNorm("LayerNorm", hidden);
    for (int i = 0; i < shape.layers(); i++) {
      names.prefix = shape.family().prefix() + ".encoder.layer." + i + ".";
      for (String part : List.of("self.query", "self.key", "self.value", "output.dense")) {
        names.addLinear("attention." + part, hidden, hidden);
      }
      names.addNorm("attention.output.LayerNorm", hidden);
      names.addLinear("intermediate.dense", width, hidden);
      names.addLinear("output.dense", hidden, width);
      names.addNorm("output.LayerNorm", hidden);
    }
    names.prefix = "";
    names.addLinear("classifier", shape.labels(), hidden);
    return names.tensors;
  }

  private void add(String name, long... extents) {
    tensors.add(new TensorShape(prefix + name, Arrays.stream(extents).boxed().toList()));
  }

  private void addLinear(String name, long outputs, long inputs) {
    add(name + ".weight", outputs, inputs);
    add(name + ".bias", outputs);
  }

  private void addNorm(String name, long width) {
    add(name + ".weight", width);
    add(name + ".bias", width);
  }
}
