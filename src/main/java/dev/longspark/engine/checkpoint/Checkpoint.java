package dev.longspark.engine.checkpoint;

import dev.longspark.engine.Device;
import dev.longspark.engine.ModelShape;
import dev.longspark.engine.Precision;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedSet;

/**
 * A decoder's folder in the form of the published models: config.json, safetensors files and, where
 * present, generation_config.json. Opening it reads and checks JSON and headers only.
 *
 * <p>A config.json with the additional key {@code "weights": "random"} (and {@code "weights_seed"})
 * stands for a model of random numbers, without weight files.
 */
public final class Checkpoint {
  private final Path folder;
  private final ModelShape shape;
  private final SortedSet<Integer> endIds;
  private final Precision storedPrecision;
  private final TensorSource source;

  private Checkpoint(Path folder, JsonObject config, ModelShape shape, TensorSource source) {
    this.folder = folder;
    this.shape = shape;
    this.source = source;
    endIds = endIds(folder, config);
    storedPrecision = storedPrecision(config);
  }

  /**
   * Opens a folder and checks its files against its config.
   *
   * @throws IllegalArgumentException if a file is not sound, a key unknown to this reader, or a
   *     tensor missing or of another shape, naming file and key or tensor
   * @throws java.io.UncheckedIOException if a file cannot be read
   */
  public static Checkpoint open(Path folder) {
    JsonObject config = Architecture.config(folder);
    ModelShape shape = shape(folder, config);
    TensorSource source =
        RandomModel.isAskedFor(config)
            ? RandomModel.of(folder, config, shape)
            : files(folder, shape);
    return new Checkpoint(folder, config, shape, source);
  }

  /**
   * Opens a folder as a model of random numbers: of its files, only the JSON ones are read.
   *
   * @param folder with a config.json
   * @param seed of the numbers
   */
  public static Checkpoint openRandom(Path folder, int seed) {
    JsonObject config = Architecture.config(folder);
    ModelShape shape = shape(folder, config);
    return new Checkpoint(folder, config, shape, RandomModel.of(folder, config, shape, seed));
  }

  /**
   * The shape of a folder's model; its weight files need not be there.
   *
   * @throws IllegalArgumentException if config.json is not sound
   */
  public static ModelShape shapeOf(Path folder) {
    return shape(folder, Architecture.config(folder));
  }

  private static ModelShape shape(Path folder, JsonObject config) {
    Architecture architecture = Architecture.of(config);
    if (!architecture.isDecoder()) {
      throw new IllegalArgumentException(
          "Expected a decoder in " + folder + " but it is a token classifier: " + architecture);
    }
    return DecoderConfig.shape(config, architecture);
  }

  public Path folder() {
    return folder;
  }

  public ModelShape shape() {
    return shape;
  }

  /** The tokens that end a generation; empty if the files name none. */
  public SortedSet<Integer> endIds() {
    return endIds;
  }

  /** The precision in which the files keep, or say they keep, the weights. */
  public Precision storedPrecision() {
    return storedPrecision;
  }

  /** Whether matrices of the blocks are stored in 4 bits. */
  public boolean isQuantized() {
    return TensorNames.blockLinears(shape).stream()
        .anyMatch(linear -> source.has(linear.name() + ".qweight"));
  }

  /**
   * Begins loading.
   *
   * @throws IllegalArgumentException if the format is one that the files do not have
   * @throws IllegalStateException if the device is absent
   */
  public Weights weights(WeightFormat format, Device device) {
    if (format instanceof Gptq && !isQuantized()) {
      throw new IllegalArgumentException(
          "Cannot load " + folder + " in 4 bits: it holds no qweight tensors (quantize it first)");
    }
    return new Weights(new TensorReader(source, device), format);
  }

  private static TensorSource files(Path folder, ModelShape shape) {
    MappedTensors tensors = new MappedTensors(folder, CheckpointFiles.tensors(folder));
    ShapeCheck check = new ShapeCheck(tensors);
    TensorNames.plain(shape).forEach(check::requirePlain);
    TensorNames.head(shape).forEach(check::requireLinear);
    TensorNames.blockLinears(shape).forEach(check::requireLinear);
    return tensors;
  }

  private static SortedSet<Integer> endIds(Path folder, JsonObject config) {
    Path file = folder.resolve("generation_config.json");
    String key = "eos_token_id";
    if (Files.exists(file)) {
      JsonObject generation = JsonObject.read(file);
      if (generation.has(key)) {
        return generation.integers(key);
      }
    }
    return config.integers(key);
  }

  private static Precision storedPrecision(JsonObject config) {
    String key = config.has("dtype") ? "dtype" : "torch_dtype";
    return switch (config.text(key, "float32")) {
      case "float32" -> Precision.FP32;
      case "float16" -> Precision.FP16;
      case "bfloat16" -> Precision.BF16;
      default -> throw config.invalid(key, "must be float32, float16 or bfloat16");
    };
  }
}
