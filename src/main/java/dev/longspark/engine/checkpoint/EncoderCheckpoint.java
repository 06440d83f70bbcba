package dev.longspark.engine.checkpoint;

import dev.longspark.engine.Device;
import dev.longspark.engine.EncoderShape;
import dev.longspark.engine.family.Families;
import dev.longspark.engine.family.JsonObject;
import java.nio.file.Path;
import java.util.Optional;

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
    JsonObject config = Families.config(folder);
    EncoderShape shape = EncoderConfig.shape(config, Families.encoder(config).shape());
    MappedTensors tensors = new MappedTensors(folder, CheckpointFiles.tensors(folder));
    EncoderTensors.of(shape)
        .forEach(new ShapeCheck(tensors, config, Optional.empty())::requirePlain);
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
    return new Weights(new TensorReader(source, Optional.empty(), device), format);
  }
}
