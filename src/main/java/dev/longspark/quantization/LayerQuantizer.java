package dev.longspark.quantization;

import dev.longspark.engine.Device;
import dev.longspark.engine.checkpoint.LinearShape;
import dev.longspark.engine.checkpoint.SafetensorsFile;
import dev.longspark.engine.checkpoint.StoredTensor;
import dev.longspark.engine.checkpoint.StoredType;
import dev.longspark.engine.torchscript.ScriptProgram;
import dev.longspark.engine.torchscript.Tensor;
import java.util.ArrayList;
import java.util.List;

/** Quantizes the matrices of the block that is loaded, or takes them from a shard. */
final class LayerQuantizer implements AutoCloseable {
  /** Matrices with the same input, in the order in which a block needs them. */
  private static final List<List<String>> STEPS =
      List.of(
          List.of("k_proj", "v_proj", "q_proj"),
          List.of("linear_attn"),
          List.of("o_proj"),
          List.of("up_proj", "gate_proj"),
          List.of("linear_mlp"),
          List.of("down_proj"));

  private final Block block;
  private final Device device;
  private final GptqSolver solver;
  private final ScriptProgram loader;

  LayerQuantizer(Block block, QuantizationSettings settings, Device device) {
    this.block = block;
    this.device = device;
    solver = new GptqSolver(settings, device);
    loader = ScriptProgram.load("weights", device);
  }

  /** Quantizes in the block itself, so that each step sees what the steps before it did. */
  QuantizedLayer quantize(int layer, List<Tensor> states, QuantizationListener listener) {
    List<ShardTensor> tensors = new ArrayList<>();
    List<MatrixReport> reports = new ArrayList<>();
    for (List<String> step : STEPS) {
      List<String> names = names(layer, step);
      if (!names.isEmpty()) {
        try (Tensor hessian = block.hessian(names.get(0), states)) {
          for (String name : names) {
            reports.add(quantize(name, hessian, tensors));
            listener.quantized(layer, reports.get(reports.size() - 1));
          }
        }
      }
    }
    return new QuantizedLayer(tensors, reports);
  }

  private List<String> names(int layer, List<String> step) {
    List<String> present = block.linears(layer).stream().map(LinearShape::name).toList();
    return step.stream()
        .flatMap(role -> present.stream().filter(name -> Block.role(name).equals(role)))
        .toList();
  }

  private MatrixReport quantize(String name, Tensor hessian, List<ShardTensor> tensors) {
    try (Tensor weight = block.matrix(name);
        SolvedMatrix solved = solver.solve(name, weight, hessian, GptqSolver.BLOCK)) {
      tensors.add(shardTensor(name + ".qweight", StoredType.I32, solved.qweight()));
      tensors.add(shardTensor(name + ".qzeros", StoredType.I32, solved.qzeros()));
      tensors.add(shardTensor(name + ".scales", StoredType.F16, solved.scales()));
      tensors.add(shardTensor(name + ".g_idx", StoredType.I32, solved.groups()));
      block.replace(name, solved.weight());
      return solved.report();
    } catch (IllegalStateException e) {
      throw new IllegalStateException("Cannot quantize " + name + ": " + e.getMessage(), e);
    }
  }

  private ShardTensor shardTensor(String name, StoredType type, Tensor tensor) {
    return ShardTensor.of(name, type, tensor.shape(), solver.bytes(tensor));
  }

  /** Puts the matrices of a finished layer in the block. */
  void restore(int layer, SafetensorsFile shard) {
    for (LinearShape linear : block.linears(layer)) {
      try (Tensor qweight = load(shard, linear.name() + ".qweight");
          Tensor qzeros = load(shard, linear.name() + ".qzeros");
          Tensor scales = load(shard, linear.name() + ".scales");
          Tensor groups = load(shard, linear.name() + ".g_idx");
          Tensor weight = solver.weight(qweight, qzeros, scales, groups)) {
        block.replace(linear.name(), weight);
      }
    }
  }

  private Tensor load(SafetensorsFile shard, String name) {
    StoredTensor stored = shard.tensor(name);
    return loader.callTensor(
        "copy",
        stored.file().toString(),
        stored.type().torchCode(),
        stored.type().bytes(),
        stored.offset(),
        stored.extents(),
        stored.type().torchCode(),
        device.toString());
  }

  @Override
  public void close() {
    solver.close();
    loader.close();
  }
}
