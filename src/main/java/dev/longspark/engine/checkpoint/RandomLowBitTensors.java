package dev.longspark.engine.checkpoint;

import dev.longspark.engine.Device;
import dev.longspark.engine.Precision;
import dev.longspark.engine.family.DecoderModel;
import dev.longspark.engine.torchscript.ScriptProgram;
import dev.longspark.engine.torchscript.Tensor;

/** Random weights whose matrices are stored in few bits, as their format says. */
final class RandomLowBitTensors implements TensorSource {
  private final RandomTensors others;
  private final RandomParts parts;
  private final long seed;

  RandomLowBitTensors(DecoderModel model, StoredFormat format, long seed) {
    this.seed = seed;
    others = new RandomTensors(model, seed);
    parts = format.random(model.blockLinears());
  }

  @Override
  public boolean has(String name) {
    return parts.has(name) || (others.has(name) && !parts.isOfTheSameMatrix(name));
  }

  @Override
  public Tensor load(String name, Precision precision, Device device, ScriptProgram loader) {
    return others.load(name, precision, device, loader);
  }

  @Override
  public Tensor loadStored(String name, Device device, ScriptProgram loader) {
    return parts.make(name, loader, RandomTensors.seed(seed, name), device.toString());
  }
}
