package dev.longspark.engine.checkpoint;

import dev.longspark.engine.Device;
import dev.longspark.engine.ModelShape;
import dev.longspark.engine.Precision;
import dev.longspark.engine.family.ConfigDisagreements;
import dev.longspark.engine.family.DecoderModel;
import dev.longspark.engine.family.Families;
import dev.longspark.engine.family.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.stream.Stream;

/**
 * A decoder's folder in the form of the published models: config.json, safetensors files and, where
 * present, generation_config.json. Opening it reads and checks JSON and headers only.
 *
 * <p>A config.json with the additional key {@code "weights": "random"} (and {@code "weights_seed"})
 * stands for a model of random numbers, without weight files.
 */
public final class Checkpoint {
  private static final String END_IDS = "eos_token_id";
  private static final String GENERATION = "generation_config.json";

  private final Path folder;
  private final DecoderModel model;
  private final SortedSet<Integer> endIds;
  private final Precision storedPrecision;
  private final Optional<StoredFormat> stored;
  private final TensorSource source;

  private Checkpoint(
      Path folder,
      JsonObject config,
      DecoderModel model,
      Optional<StoredFormat> stored,
      TensorSource source) {
    this.folder = folder;
    this.model = model;
    this.stored = stored;
    this.source = source;
    endIds = endIds(folder, config);
    storedPrecision = storedPrecision(config, source, model);
  }

  /**
   * Opens a folder and checks its files against its config.
   *
   * @throws IllegalArgumentException if a file is not sound, a key unknown to this reader, or a
   *     tensor missing or of another shape, naming file and key or tensor
   * @throws java.io.UncheckedIOException if a file cannot be read
   */
  public static Checkpoint open(Path folder) {
    JsonObject config = Families.config(folder);
    Optional<StoredFormat> stored = StoredFormats.of(folder, config);
    DecoderModel model = DecoderModel.of(config);
    TensorSource source =
        RandomModel.isAskedFor(config)
            ? RandomModel.of(config, model, stored)
            : files(folder, config, model, stored);
    return new Checkpoint(folder, config, model, stored, source);
  }

  /**
   * Opens a folder as a model of random numbers: of its files, only the JSON ones are read.
   *
   * @param folder with a config.json
   * @param seed of the numbers
   */
  public static Checkpoint openRandom(Path folder, int seed) {
    JsonObject config = Families.config(folder);
    Optional<StoredFormat> stored = StoredFormats.of(folder, config);
    DecoderModel model = DecoderModel.of(config);
    return new Checkpoint(folder, config, model, stored, RandomModel.of(model, stored, seed));
  }

  /**
   * The shape of a folder's model; its weight files need not be there.
   *
   * @throws IllegalArgumentException if config.json is not sound
   */
  public static ModelShape shapeOf(Path folder) {
    return modelOf(folder).shape();
  }

  /**
   * The shape of a folder's model and the names of its tensors; its weight files need not be there.
   *
   * @throws IllegalArgumentException if config.json is not sound
   */
  public static DecoderModel modelOf(Path folder) {
    return DecoderModel.of(Families.config(folder));
  }

  /**
   * Where a folder's JSON files contradict each other or themselves, and what counts, a line each;
   * weight files need not be there.
   *
   * @throws IllegalArgumentException if config.json is not sound
   */
  public static List<String> disagreements(Path folder) {
    JsonObject config = Families.config(folder);
    List<String> lines =
        new ArrayList<>(ConfigDisagreements.of(config, DecoderModel.of(config).shape()));
    SortedSet<Integer> ends = endIds(folder, config);
    SortedSet<Integer> ofConfig = config.integers(END_IDS);
    if (!ends.containsAll(ofConfig)) {
      lines.add(
          "%s is %s in config.json, %s in generation_config.json, which counts"
              .formatted(END_IDS, ofConfig, ends));
    }
    if (!ends.isEmpty() && isWithoutEnd(folder)) {
      lines.add(
          "%s is %s in config.json, which counts, absent in generation_config.json, by which an answer never ends"
              .formatted(END_IDS, ends));
    }
    lines.addAll(CheckpointFiles.disagreements(folder));
    return lines;
  }

  public Path folder() {
    return folder;
  }

  /** The shape, and the names of the tensors. */
  public DecoderModel model() {
    return model;
  }

  public ModelShape shape() {
    return model.shape();
  }

  /** The tokens that end a generation; empty if the files name none. */
  public SortedSet<Integer> endIds() {
    return endIds;
  }

  /** The precision in which the files keep, or say they keep, the weights. */
  public Precision storedPrecision() {
    return storedPrecision;
  }

  /** How matrices are stored in few bits, if config.json speaks of such. */
  public Optional<StoredFormat> stored() {
    return stored;
  }

  /** Whether matrices are stored in few bits. */
  public boolean isQuantized() {
    return stored
        .map(
            format ->
                Stream.concat(model.blockLinears().stream(), model.head().stream())
                    .anyMatch(linear -> format.holds(source, linear.name())))
        .orElse(false);
  }

  /**
   * Begins loading.
   *
   * @throws IllegalArgumentException if the format is one that the files do not have
   * @throws IllegalStateException if the device is absent
   */
  public Weights weights(WeightFormat format, Device device) {
    if (format instanceof LowBit && !isQuantized()) {
      throw new IllegalArgumentException(
          "Cannot load " + folder + " in few bits: it holds no such matrices (quantize it first)");
    }
    return new Weights(new TensorReader(source, stored, device), format);
  }

  /**
   * Holds samples of all its tensors to be finite numbers.
   *
   * @throws IllegalArgumentException naming the tensor that holds another
   */
  public void requireFinite() {
    if (source instanceof MappedTensors mapped) {
      FiniteCheck.require(mapped.tensors());
    }
  }

  private static TensorSource files(
      Path folder, JsonObject config, DecoderModel model, Optional<StoredFormat> format) {
    Map<String, StoredTensor> stored = CheckpointFiles.tensors(folder);
    if (model.shape().tiedEmbeddings()) {
      stored = TiedEmbedding.underBothNames(stored, model);
    }
    MappedTensors tensors = new MappedTensors(folder, stored);
    ShapeCheck check = new ShapeCheck(tensors, config, format);
    TensorShape.plain(model).forEach(check::requirePlain);
    model.head().forEach(check::requireLinear);
    model.blockLinears().forEach(check::requireLinear);
    new UnknownTensors(tensors, model, format).refuse();
    return tensors;
  }

  /** Whether transformers would go on to the last token allowed, whatever config.json says. */
  private static boolean isWithoutEnd(Path folder) {
    Path file = folder.resolve(GENERATION);
    return Files.exists(file) && !JsonObject.read(file).has(END_IDS);
  }

  private static SortedSet<Integer> endIds(Path folder, JsonObject config) {
    Path file = folder.resolve(GENERATION);
    if (Files.exists(file)) {
      JsonObject generation = JsonObject.read(file);
      if (generation.has(END_IDS)) {
        return generation.integers(END_IDS);
      }
    }
    return config.integers(END_IDS);
  }

  /** Random weights are of no precision of their own. */
  private static Precision embeddingPrecision(TensorSource source, DecoderModel model) {
    return source instanceof MappedTensors tensors
        ? tensors.stored(model.embedding()).type().precision()
        : Precision.FP32;
  }

  private static Precision storedPrecision(
      JsonObject config, TensorSource source, DecoderModel model) {
    String key = config.has("dtype") ? "dtype" : "torch_dtype";
    return switch (config.text(key, "")) {
      case "" -> embeddingPrecision(source, model);
      case "float32", "torch.float32" -> Precision.FP32;
      case "float16", "torch.float16" -> Precision.FP16;
      case "bfloat16", "torch.bfloat16" -> Precision.BF16;
      default -> throw config.invalid(key, "must be float32, float16 or bfloat16");
    };
  }
}
