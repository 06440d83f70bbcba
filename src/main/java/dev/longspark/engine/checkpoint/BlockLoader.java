package dev.longspark.engine.checkpoint;

import dev.longspark.engine.Device;
import dev.longspark.engine.LayerShape;
import dev.longspark.engine.LinearShape;
import dev.longspark.engine.ModelShape;
import dev.longspark.engine.NormPlacement;
import dev.longspark.engine.Rope;
import dev.longspark.engine.VectorShape;
import dev.longspark.engine.family.DecoderModel;
import dev.longspark.engine.torchscript.ScriptProgram;
import dev.longspark.engine.torchscript.Tensor;
import java.util.List;

/**
 * Puts blocks of a model into a program over {@code torchscript/block.py}, through its methods
 * {@code begin_blocks}, {@code add_rope} and, for each block, {@code set_word}, {@code set_number},
 * {@code set_vector}, {@code set_matrix} and {@code end_block}. A block is what its shape names.
 */
public final class BlockLoader {
  private final DecoderModel model;
  private final Weights weights;
  private final ScriptProgram program;
  private final List<Rope> ropes;
  private final int tokens;

  /**
   * Tells the program what all blocks share.
   *
   * @param device of the program
   * @param tokens of the sequences that pass, of which some rotations depend
   */
  public BlockLoader(
      DecoderModel model, Weights weights, ScriptProgram program, Device device, int tokens) {
    this.tokens = tokens;
    this.model = model;
    this.weights = weights;
    this.program = program;
    ModelShape shape = model.shape();
    program.run(
        "begin_blocks",
        device.toString(),
        weights.precision().torchCode(),
        shape.norm().kind().program(),
        shape.norm().epsilon());
    ropes = shape.ropes();
    ropes.forEach(this::addRope);
  }

  private void addRope(Rope rope) {
    float[] frequencies = rope.inverseFrequencies(tokens);
    try (Tensor tensor = Tensor.ofFloats(frequencies, frequencies.length)) {
      boolean neighbours = rope.pairing() == Rope.Pairing.NEIGHBOURS;
      program.run("add_rope", tensor, neighbours, rope.scaling().amplitude());
    }
  }

  /** Adds the block of a layer. */
  public void add(int index) {
    LayerShape layer = model.shape().layers().get(index);
    boolean shared = layer.norms() == NormPlacement.SHARED;
    program.run("set_word", "norm", model.shape().norm().kind().program());
    program.run("set_word", "residual", shared ? "shared" : "separate");
    program.run("set_word", "attention", layer.attention().program());
    program.run("set_word", "feed_forward", layer.feedForward().program());
    setNumber("eps", model.shape().norm().epsilon());
    setNumber("residual_factor", layer.residualFactor());
    layer.attention().full().ifPresent(full -> setNumber("rope", ropes.indexOf(full.rope())));
    layer.attention().numbers().forEach(this::setNumber);
    layer.feedForward().numbers().forEach(this::setNumber);
    for (VectorShape vector : layer.vectors(model.shape().hidden())) {
      try (Tensor tensor = weights.plain(model.vector(index, vector))) {
        program.run("set_vector", role(vector.name()), tensor);
      }
    }
    for (LinearShape linear : layer.linears(model.shape().hidden())) {
      try (KeptMatrix matrix = weights.linear(model.linear(index, linear))) {
        program.run(
            "set_matrix", role(linear.name()), matrix.kind(), matrix.parts(), matrix.numbers());
      }
    }
    program.run("end_block");
  }

  private void setNumber(String name, double number) {
    program.run("set_number", name, number);
  }

  /**
   * What programs call a matrix or vector: its name in the shape without the half that it belongs
   * to, {@code q_proj} of {@code self_attn.q_proj}.
   */
  public static String role(String name) {
    return name.substring(name.indexOf('.') + 1);
  }
}
