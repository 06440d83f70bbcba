package dev.longspark.engine.decoder;

import dev.longspark.engine.AttentionShape;
import dev.longspark.engine.Device;
import dev.longspark.engine.ModelShape;
import dev.longspark.engine.Precision;
import dev.longspark.engine.Rope;
import dev.longspark.engine.cache.CachePolicy;
import dev.longspark.engine.cache.TokenKernels;
import dev.longspark.engine.checkpoint.Checkpoint;
import dev.longspark.engine.checkpoint.WeightFormat;
import dev.longspark.engine.checkpoint.Weights;
import dev.longspark.engine.torchscript.ScriptProgram;
import dev.longspark.engine.torchscript.ScriptValue;
import dev.longspark.engine.torchscript.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** Consecutive layers of a model, loaded on one device: one program with its weights. */
final class Stage implements AutoCloseable {
  private final ScriptProgram program;
  private final int layers;
  private final Device device;
  private final Precision precision;
  private final List<AttentionShape.Full> attentions;
  private final List<Rope> ropes; // of the whole model
  private final Map<CachePolicy, TokenKernels> tokenKernels = new HashMap<>();

  /** Fair, so that the sequences of a filled pipeline keep their order. */
  private final ReentrantLock turn = new ReentrantLock(true);

  private Stage(
      ScriptProgram program, ModelShape shape, Precision precision, Placement.Range range) {
    this.program = program;
    this.precision = precision;
    ropes = shape.ropes();
    layers = range.end() - range.first();
    device = range.device();
    attentions = shape.withLayers(shape.layers().subList(range.first(), range.end())).attentions();
  }

  static Stage load(
      Checkpoint checkpoint, WeightFormat format, Placement.Range range, int prefillChunk) {
    ScriptProgram program = ScriptProgram.load("decoder", range.device());
    try (Weights weights = checkpoint.weights(format, range.device())) {
      new StageLoader(checkpoint.model(), weights, program).load(range, prefillChunk);
      return new Stage(program, checkpoint.shape(), format.precision(), range);
    } catch (RuntimeException e) {
      program.close();
      throw e;
    }
  }

  /** Does something with the program while no other sequence does. */
  <T> T inTurn(Supplier<T> call) {
    turn.lock();
    try {
      return call.get();
    } finally {
      turn.unlock();
    }
  }

  /**
   * Lets the sequences that are opened next be turned as their length asks for.
   *
   * @param tokens that a sequence reads in all
   */
  void turnFor(int tokens) {
    for (int i = 0; i < ropes.size(); i++) {
      if (ropes.get(i).dependsOnLength()) {
        float[] frequencies = ropes.get(i).inverseFrequencies(tokens);
        try (Tensor tensor = Tensor.ofFloats(frequencies, frequencies.length)) {
          program.run("turn_by", i, tensor);
        }
      }
    }
  }

  ScriptProgram program() {
    return program;
  }

  int layers() {
    return layers;
  }

  /** Layers with attention. */
  int attentions() {
    return attentions.size();
  }

  /**
   * Our kernels for single tokens over caches of a policy, compiled at the first call; none where
   * TorchScript does it.
   */
  Optional<TokenKernels> tokenKernels(CachePolicy policy) {
    return obstacle(policy).isPresent()
        ? Optional.empty()
        : Optional.of(
            tokenKernels.computeIfAbsent(
                policy, each -> TokenKernels.compile(each, device, attentions, precision)));
  }

  /** What attends from single tokens to caches of a policy. */
  String tokenAttention(CachePolicy policy) {
    return obstacle(policy)
        .map(reason -> "TorchScript: " + reason)
        .orElse("packed_attention.cu, compiled by NVRTC");
  }

  private Optional<String> obstacle(CachePolicy policy) {
    return TokenKernels.obstacle(policy, device, attentions, precision);
  }

  long weightBytes() {
    return program.callLong("weight_bytes");
  }

  Map<String, String> kernels() {
    return Map.of("attention", text("attention_kernel"), "linear", text("linear_kernel"));
  }

  private String text(String method) {
    try (ScriptValue value = program.call(method)) {
      return value.toText();
    }
  }

  @Override
  public void close() {
    tokenKernels.values().forEach(TokenKernels::close);
    program.close();
  }
}
