package dev.longspark.quantization;

import dev.longspark.engine.Device;
import dev.longspark.engine.checkpoint.SafetensorsFile;
import dev.longspark.engine.checkpoint.StoredTensor;
import dev.longspark.engine.checkpoint.StoredType;
import dev.longspark.engine.torchscript.ScriptProgram;
import dev.longspark.engine.torchscript.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Quantizes the matrices of the block that is loaded, or takes them from a shard. */
final class LayerQuantizer implements AutoCloseable {
  /** Matrices with the same input, in the order in which a block needs them. */
  private static final List<List<String>> STEPS =
      List.of(
          List.of("k_proj", "v_proj", "q_proj"),
          List.of("qkv_proj"),
          List.of("linear_attn"),
          List.of("o_proj"),
          List.of("up_proj", "gate_proj"),
          List.of("gate_up_proj"),
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

  /** Whether there is a step that quantizes a matrix, by what programs call it. */
  static boolean knows(String role) {
    return STEPS.stream().anyMatch(step -> step.contains(role));
  }

  /** Quantizes in the block itself, so that each step sees what the steps before it did. */
  QuantizedLayer quantize(int layer, List<Tensor> states, QuantizationListener listener) {
    List<ShardTensor> tensors = new ArrayList<>();
    List<MatrixReport> reports = new ArrayList<>();
    Map<String, String> names = block.names(layer);
    for (List<String> step : STEPS) {
      List<String> roles = step.stream().filter(names::containsKey).toList();
      if (!roles.isEmpty()) {
        try (Tensor hessian = block.hessian(roles.get(0), states)) {
          for (String role : roles) {
            reports.add(quantize(role, names.get(role), hessian, tensors));
            listener.quantized(layer, reports.get(reports.size() - 1));
          }
        }
      }
    }
    return new QuantizedLayer(tensors, reports);
  }

  private MatrixReport quantize(
      String role, String name, Tensor hessian, List<ShardTensor> tensors) {
    try (Tensor weight = block.matrix(role);
        SolvedMatrix solved = solver.solve(name, weight, hessian, GptqSolver.BLOCK)) {
      tensors.add(shardTensor(name + ".qweight", StoredType.I32, solved.qweight()));
      tensors.add(shardTensor(name + ".qzeros", StoredType.I32, solved.qzeros()));
      tensors.add(shardTensor(name + ".scales", StoredType.F16, solved.scales()));
      tensors.add(shardTensor(name + ".g_idx", StoredType.I32, solved.groups()));
      block.replace(role, solved.weight());
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
    block
        .names(layer)
        .forEach(
            (role, name) -> {
              try (Tensor qweight = load(shard, name + ".qweight");
                  Tensor qzeros = load(shard, name + ".qzeros");
                  Tensor scales = load(shard, name + ".scales");
                  Tensor groups = load(shard, name + ".g_idx");
                  Tensor weight = solver.weight(qweight, qzeros, scales, groups)) {
                block.replace(role, weight);
              }
            });
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
