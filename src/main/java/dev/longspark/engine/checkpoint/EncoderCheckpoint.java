package dev.longspark.engine.checkpoint;

import dev.longspark.engine.Device;
import dev.longspark.engine.EncoderShape;
import java.nio.file.Path;

/**
 * A token classifier's folder: config.json and safetensors files. Opening it reads and checks JSON
 * and headers only.
 */
public final class EncoderCheckpoint {
  private final EncoderShape shape;
  private final TensorSource source;

  private EncoderCheckpoint(EncoderShape shape, TensorSource source) {
    this.shape = shape;
    this.source = source;
  }

  /**
   * Opens a folder and checks its files against its config.
   *
   * @throws IllegalArgumentException if a file is not sound, a key unknown to this reader, or a
   *     tensor missing or of another shape, naming file and key or tensor
   * @throws java.io.UncheckedIOException if a file cannot be read
   */
  public static EncoderCheckpoint open(Path folder) {
    JsonObject config = Architecture.config(folder);
    Architecture architecture = Architecture.of(config);
    if (architecture.isDecoder()) {
      throw new IllegalArgumentException(
          "Expected a token classifier in " + folder + " but it is a decoder: " + architecture);
    }
    EncoderShape shape = EncoderConfig.shape(config, architecture);
    MappedTensors tensors = new MappedTensors(folder, CheckpointFiles.tensors(folder));
    TensorNames.encoder(shape).forEach(new ShapeCheck(tensors)::requirePlain);
    return new EncoderCheckpoint(shape, tensors);
  }

  public EncoderShape shape() {
    return shape;
  }

  /**
   * Begins loading; {@link Weights#linear} gives weight and bias together.
   *
   * @throws IllegalStateException if the device is absent
   */
  public Weights weights(WeightFormat format, Device device) {
    return new Weights(new TensorReader(source, device), format);
  }
}
