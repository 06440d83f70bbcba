package dev.longspark.engine.decoder;

import dev.longspark.engine.ModelShape;
import dev.longspark.engine.Scales;
import dev.longspark.engine.checkpoint.BlockLoader;
import dev.longspark.engine.checkpoint.KeptMatrix;
import dev.longspark.engine.checkpoint.Weights;
import dev.longspark.engine.family.DecoderModel;
import dev.longspark.engine.torchscript.ScriptProgram;
import dev.longspark.engine.torchscript.Tensor;

/** Puts the weights of some layers into a decoder program. */
final class StageLoader {
  private final DecoderModel model;
  private final Weights weights;
  private final ScriptProgram program;

  StageLoader(DecoderModel model, Weights weights, ScriptProgram program) {
    this.model = model;
    this.weights = weights;
    this.program = program;
  }

  void load(Placement.Range range, int prefillChunk) {
    Scales scales = model.shape().scales();
    program.run("configure", prefillChunk, scales.embedding(), scales.logits(), scales.logitCap());
    BlockLoader blocks = new BlockLoader(model, weights, program, range.device(), 1);
    for (int i = range.first(); i < range.end(); i++) {
      blocks.add(i);
    }
    program.run("end_blocks");
    if (range.first() == 0) {
      try (Tensor embedding = weights.plain(model.embedding())) {
        program.run("set_embedding", embedding);
      }
    }
    if (range.end() == model.shape().layers().size()) {
      setOutput(range);
    }
  }

  private void setOutput(Placement.Range range) {
    ModelShape shape = model.shape();
    try (Tensor norm = weights.plain(model.finalNorm())) {
      if (!shape.tiedEmbeddings()) {
        setOutput(norm, weights.linear(model.headName()));
      } else if (range.first() == 0) {
        program.run("tie_output", norm);
      } else {
        setOutput(norm, KeptMatrix.plain(weights.plain(model.embedding())));
      }
    }
  }

  private void setOutput(Tensor norm, KeptMatrix output) {
    try (output) {
      program.run("set_output", norm, output.kind(), output.parts(), output.numbers());
    }
  }
}
