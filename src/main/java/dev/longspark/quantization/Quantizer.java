package dev.longspark.quantization;

import dev.longspark.engine.Device;
import dev.longspark.engine.LayerShape;
import dev.longspark.engine.LinearShape;
import dev.longspark.engine.ModelShape;
import dev.longspark.engine.Precision;
import dev.longspark.engine.checkpoint.BlockLoader;
import dev.longspark.engine.checkpoint.Checkpoint;
import dev.longspark.engine.checkpoint.CheckpointFiles;
import dev.longspark.engine.checkpoint.FullPrecision;
import dev.longspark.engine.checkpoint.StoredTensor;
import dev.longspark.engine.checkpoint.Weights;
import dev.longspark.engine.torchscript.Tensor;
import dev.longspark.prompt.Calibration;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Quantizes a checkpoint to 4 bits, block by block: every matrix sees the inputs that the already
 * quantized ones before it give ({@code true_sequential}). All but the matrices inside the blocks
 * stays as it is.
 *
 * <p>Everything is computed in float32. A block goes on with its weights as they are stored,
 * float16 scales included, so that a work that was interrupted ends with the same bytes as one that
 * was not.
 */
public final class Quantizer {
  private static final int CODES_PER_WORD = 8;

  private final Checkpoint checkpoint;
  private final Map<String, StoredTensor> stored;
  private final Set<String> matrices;
  private final QuantizationSettings settings;
  private final Device device;

  /**
   * Opens a model.
   *
   * @throws IllegalArgumentException if the folder holds no sound decoder in full precision
   */
  public Quantizer(Path model, QuantizationSettings settings, Device device) {
    this.settings = settings;
    this.device = device;
    checkpoint = Checkpoint.open(model);
    if (checkpoint.isQuantized()) {
      throw new IllegalArgumentException(
          "Cannot quantize " + model + ": it holds 4-bit matrices already");
    }
    stored = CheckpointFiles.tensors(model);
    requireKnown(checkpoint.shape());
    List<LinearShape> linears = checkpoint.model().blockLinears();
    linears.forEach(Quantizer::requirePackable);
    matrices =
        linears.stream().map(linear -> linear.name() + ".weight").collect(Collectors.toSet());
  }

  private static void requireKnown(ModelShape shape) {
    for (LayerShape layer : shape.layers()) {
      for (LinearShape linear : layer.linears(shape.hidden())) {
        if (!LayerQuantizer.knows(BlockLoader.role(linear.name()))) {
          throw new IllegalArgumentException(
              "Cannot quantize " + linear.name() + ": no step of GPTQ is known for it");
        }
      }
    }
  }

  private static void requirePackable(LinearShape linear) {
    if (linear.inputs() % CODES_PER_WORD != 0 || linear.outputs() % CODES_PER_WORD != 0) {
      throw new IllegalArgumentException(
          "Cannot quantize "
              + linear
              + " (inputs and outputs must be multiples of "
              + CODES_PER_WORD
              + ")");
    }
  }

  /** The decoder blocks of the model. */
  public int layers() {
    return checkpoint.shape().layers().size();
  }

  /**
   * Writes the 4-bit checkpoint, or what is missing of one begun before.
   *
   * @param out an empty or absent folder, or one in which the same work was begun
   * @throws IllegalArgumentException if the folder holds anything else
   * @throws java.io.UncheckedIOException if a file cannot be read or written
   */
  public QuantizationRecord quantize(
      Calibration calibration, Path out, QuantizationListener listener) {
    OutputFolder folder = new OutputFolder(out, layers());
    QuantizationRecord begun =
        folder.begin(QuantizationRecord.begun(modelHash(), settings, calibration));
    List<Tensor> states = new ArrayList<>();
    try (Weights weights = checkpoint.weights(new FullPrecision(Precision.FP32), device);
        Block block = new Block(checkpoint.model(), weights, device, calibration.longest());
        LayerQuantizer quantizer = new LayerQuantizer(block, settings, device)) {
      states.addAll(block.embed(calibration.sequences()));
      QuantizationRecord record = begun;
      for (int layer = 0; layer < layers(); layer++) {
        block.load(layer);
        if (layer < begun.layers().size()) {
          quantizer.restore(layer, folder.shard(layer));
          listener.found(layer);
        } else {
          QuantizedLayer quantized = quantizer.quantize(layer, states, listener);
          record = record.with(write(folder, layer, quantized));
          folder.save(record);
          listener.written(layer);
        }
        block.pass(states);
      }
      folder.write(layers(), rest(), List.of());
      folder.finish(checkpoint.folder(), settings);
      return record;
    } finally {
      states.forEach(Tensor::close);
    }
  }

  private LayerRecord write(OutputFolder folder, int layer, QuantizedLayer quantized) {
    String prefix = checkpoint.model().layer(layer) + ".";
    List<ShardTensor> tensors = new ArrayList<>(copies(name -> name.startsWith(prefix)));
    tensors.addAll(quantized.tensors());
    return folder.write(layer, tensors, quantized.reports());
  }

  /** The tensors outside all layers. */
  private List<ShardTensor> rest() {
    List<String> prefixes =
        Stream.iterate(0, i -> i + 1)
            .limit(layers())
            .map(layer -> checkpoint.model().layer(layer) + ".")
            .toList();
    return copies(name -> prefixes.stream().noneMatch(name::startsWith));
  }

  private List<ShardTensor> copies(Predicate<String> chosen) {
    return stored.values().stream()
        .filter(tensor -> chosen.test(tensor.name()) && !matrices.contains(tensor.name()))
        .sorted(Comparator.comparing(StoredTensor::name))
        .map(ShardTensor::copyOf)
        .toList();
  }

  private String modelHash() {
    Set<Path> files = new TreeSet<>();
    files.add(checkpoint.folder().resolve("config.json"));
    stored.values().forEach(tensor -> files.add(tensor.file()));
    return Fingerprint.ofFiles(files);
  }
}
