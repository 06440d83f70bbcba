package dev.longspark.engine.checkpoint;

import dev.longspark.engine.Device;
import dev.longspark.engine.ModelShape;
import dev.longspark.engine.Precision;
import dev.longspark.engine.torchscript.ScriptProgram;
import dev.longspark.engine.torchscript.Tensor;
import java.util.HashMap;
import java.util.Map;

/**
 * Random weights whose block matrices are stored in 4 bits: uniform codes, symmetric zeros, and one
 * scale that gives the deviation 1/sqrt(inputs).
 */
final class RandomGptqTensors implements TensorSource {
  private static final int SYMMETRIC_WORD = 0x77777777;

  /** Deviation of the uniform codes 0 to 15. */
  private static final double CODE_DEVIATION = Math.sqrt((16 * 16 - 1) / 12.0);

  private final Map<String, LinearShape> linears = new HashMap<>();
  private final RandomTensors others;
  private final GptqSettings settings;
  private final long seed;

  RandomGptqTensors(ModelShape shape, GptqSettings settings, long seed) {
    this.settings = settings;
    this.seed = seed;
    others = new RandomTensors(shape, seed);
    TensorNames.blockLinears(shape).forEach(linear -> linears.put(linear.name(), linear));
  }

  @Override
  public boolean has(String name) {
    int dot = Math.max(0, name.lastIndexOf('.'));
    boolean isMatrix = linears.containsKey(name.substring(0, dot));
    return isMatrix ? name.endsWith(".qweight") : others.has(name);
  }

  @Override
  public Tensor load(String name, Precision precision, Device device, ScriptProgram loader) {
    return others.load(name, precision, device, loader);
  }

  @Override
  public Tensor loadStored(String name, Device device, ScriptProgram loader) {
    int dot = name.lastIndexOf('.');
    LinearShape linear = linears.get(name.substring(0, dot));
    long words = GptqShape.CODES_PER_WORD;
    long groups = GptqShape.groups(settings, linear.inputs());
    String place = device.toString();
    return switch (name.substring(dot + 1)) {
      case "qweight" -> {
        long[] extents = {linear.inputs() / words, linear.outputs()};
        yield loader.callTensor("random_words", extents, RandomTensors.seed(seed, name), place);
      }
      case "qzeros" -> {
        long[] extents = {groups, linear.outputs() / words};
        yield loader.callTensor("filled", extents, SYMMETRIC_WORD, place);
      }
      default -> {
        long[] extents = {groups, linear.outputs()};
        double scale = 1 / (CODE_DEVIATION * Math.sqrt(linear.inputs()));
        yield loader.callTensor("scaled_ones", extents, scale, place);
      }
    };
  }

  @Override
  public GptqSettings gptq() {
    return new GptqSettings(
        settings.groupSize(), true, GptqSettings.ZeroConvention.V1, settings.perModule());
  }
}
