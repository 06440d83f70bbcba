package dev.longspark.engine.checkpoint;

import dev.longspark.engine.Device;
import dev.longspark.engine.LinearShape;
import dev.longspark.engine.Precision;
import dev.longspark.engine.family.DecoderModel;
import dev.longspark.engine.torchscript.ScriptProgram;
import dev.longspark.engine.torchscript.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Weights that no file holds: normally distributed with deviation 0.02 for the embedding and
 * 1/sqrt(inputs) for matrices, ones for vectors. Speed and memory are those of a trained model of
 * the same shape.
 */
final class RandomTensors implements TensorSource {
  private static final double EMBEDDING_SCALE = 0.02;

  private final Map<String, List<Long>> shapes = new HashMap<>();
  private final String embedding;
  private final long seed;

  RandomTensors(DecoderModel model, long seed) {
    this.seed = seed;
    embedding = model.embedding();
    TensorShape.plain(model).forEach(plain -> shapes.put(plain.name(), plain.extents()));
    model.blockLinears().forEach(this::add);
    model.head().forEach(this::add);
  }

  @Override
  public boolean has(String name) {
    return shapes.containsKey(name);
  }

  @Override
  public Tensor load(String name, Precision precision, Device device, ScriptProgram loader) {
    List<Long> shape = shapes.get(name);
    if (shape == null) {
      throw new IllegalArgumentException("Missing tensor " + name + " in the random model");
    }
    long[] extents = shape.stream().mapToLong(Long::longValue).toArray();
    if (extents.length == 1) {
      return loader.callTensor("ones", extents, precision.torchCode(), device.toString());
    }
    double scale = name.equals(embedding) ? EMBEDDING_SCALE : 1 / Math.sqrt((double) extents[1]);
    return loader.callTensor(
        "random", extents, seed(seed, name), scale, precision.torchCode(), device.toString());
  }

  @Override
  public Tensor loadStored(String name, Device device, ScriptProgram loader) {
    return load(name, Precision.FP32, device, loader);
  }

  /** A seed per name, so that a tensor does not depend on what was loaded before it. */
  static long seed(long modelSeed, String name) {
    return 31 * modelSeed + name.hashCode();
  }

  private void add(LinearShape linear) {
    shapes.put(linear.name() + ".weight", List.of((long) linear.outputs(), (long) linear.inputs()));
    if (linear.bias()) {
      shapes.put(linear.name() + ".bias", List.of((long) linear.outputs()));
    }
  }
}
