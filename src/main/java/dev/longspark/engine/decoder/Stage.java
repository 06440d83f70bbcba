package dev.longspark.engine.decoder;

import dev.longspark.engine.cache.CachePolicy;
import dev.longspark.engine.checkpoint.Checkpoint;
import dev.longspark.engine.checkpoint.WeightFormat;
import dev.longspark.engine.checkpoint.Weights;
import dev.longspark.engine.torchscript.ScriptProgram;
import dev.longspark.engine.torchscript.ScriptValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** Consecutive layers of a model, loaded on one device: one program with its weights. */
final class Stage implements AutoCloseable {
  private final ScriptProgram program;
  private final int layers;

  /** Fair, so that the sequences of a filled pipeline keep their order. */
  private final ReentrantLock turn = new ReentrantLock(true);

  private Stage(ScriptProgram program, int layers) {
    this.program = program;
    this.layers = layers;
  }

  static Stage load(
      Checkpoint checkpoint, WeightFormat format, Placement.Range range, int prefillChunk) {
    List<String> libraries = new ArrayList<>(CachePolicy.PROGRAMS);
    libraries.add("linear");
    libraries.add("rope");
    ScriptProgram program =
        ScriptProgram.load("decoder", range.device(), libraries.toArray(String[]::new));
    try (Weights weights = checkpoint.weights(format, range.device())) {
      new StageLoader(checkpoint.shape(), weights, program).load(range, prefillChunk);
      return new Stage(program, range.end() - range.first());
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

  ScriptProgram program() {
    return program;
  }

  int layers() {
    return layers;
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
    program.close();
  }
}
