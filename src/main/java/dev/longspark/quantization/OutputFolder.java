package dev.longspark.quantization;

import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.longspark.engine.checkpoint.SafetensorsFile;
import dev.longspark.engine.checkpoint.SafetensorsWriter;
import dev.longspark.engine.checkpoint.StoredTensor;
import dev.longspark.files.JsonFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The folder of a 4-bit checkpoint that is coming about: one shard per layer and one for all the
 * rest, the index, the model's other files and, last, its config.json, without which nobody takes
 * the folder for a model.
 */
final class OutputFolder {
  // a NaN of the model's config stays one
  private static final ObjectMapper JSON =
      JsonMapper.builder().disable(JsonWriteFeature.WRITE_NAN_AS_STRINGS).build();
  private static final String CONFIG = "config.json";
  private static final String INDEX = "model.safetensors.index.json";
  private static final Set<String> MADE_ANEW =
      Set.of(CONFIG, INDEX, "quantize_config.json", "quant_config.json", "quantization.json");
  private static final List<String> TEXTS = List.of(".json", ".jinja", ".txt", ".model");

  private final Path folder;
  private final int layers;

  OutputFolder(Path folder, int layers) {
    this.folder = folder;
    this.layers = layers;
  }

  /**
   * Makes the folder, or takes up what an earlier work of the same basis left in it.
   *
   * @return the record with the layers that are there and sound
   * @throws IllegalArgumentException if the folder holds anything else
   */
  QuantizationRecord begin(QuantizationRecord wanted) {
    try {
      Files.createDirectories(folder);
      if (!QuantizationRecord.isIn(folder)) {
        try (Stream<Path> files = Files.list(folder)) {
          if (files.findAny().isPresent()) {
            throw new IllegalArgumentException(
                "Invalid output folder: " + folder + " (must be empty, or one begun before)");
          }
        }
        wanted.write(folder);
        return wanted;
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot use " + folder, e);
    }
    QuantizationRecord found = QuantizationRecord.read(folder);
    if (!found.sameWork(wanted)) {
      throw new IllegalArgumentException(
          "Cannot continue in "
              + folder
              + ": it was begun with another model, calibration or settings (see its"
              + " quantization.json; use another folder)");
    }
    return found.withFirst(soundLayers(found));
  }

  private int soundLayers(QuantizationRecord record) {
    int sound = 0;
    for (LayerRecord layer : record.layers()) {
      Path file = folder.resolve(layer.file());
      if (!Files.isRegularFile(file)
          || !Fingerprint.ofFiles(List.of(file)).equals(layer.sha256())) {
        break;
      }
      sound++;
    }
    return sound;
  }

  SafetensorsFile shard(int index) {
    return SafetensorsFile.open(folder.resolve(shardName(index)));
  }

  /** Writes a shard in one step; the last index is that of the tensors outside all layers. */
  LayerRecord write(int index, List<ShardTensor> tensors, List<MatrixReport> matrices) {
    Path partial = folder.resolve(shardName(index) + ".partial");
    List<SafetensorsWriter.Declaration> declared =
        tensors.stream()
            .map(t -> new SafetensorsWriter.Declaration(t.name(), t.type(), t.shape()))
            .toList();
    try (SafetensorsWriter writer = SafetensorsWriter.create(partial, declared)) {
      tensors.forEach(tensor -> tensor.content().accept(writer::write));
    }
    Path file = folder.resolve(shardName(index));
    try {
      Files.move(partial, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + file, e);
    }
    return new LayerRecord(index, shardName(index), Fingerprint.ofFiles(List.of(file)), matrices);
  }

  void save(QuantizationRecord record) {
    record.write(folder);
  }

  /** Writes everything but the shards. */
  void finish(Path model, QuantizationSettings settings) {
    ObjectNode index = JSON.createObjectNode();
    ObjectNode metadata = index.putObject("metadata");
    ObjectNode weightMap = index.putObject("weight_map");
    long bytes = 0;
    for (int i = 0; i <= layers; i++) {
      for (StoredTensor tensor : shard(i).tensors().values()) {
        weightMap.put(tensor.name(), shardName(i));
        bytes += tensor.bytes();
      }
    }
    metadata.put("total_size", bytes);
    try (Stream<Path> files = Files.list(model)) {
      write(INDEX, index);
      for (Path file : files.filter(OutputFolder::isCopied).toList()) {
        Files.copy(file, folder.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
      JsonNode method = GptqConfig.json(settings);
      write("quantize_config.json", method);
      ObjectNode config = JsonFile.object(model.resolve(CONFIG));
      config.set("quantization_config", method);
      write(CONFIG, config);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot finish " + folder, e);
    }
  }

  private static boolean isCopied(Path file) {
    String name = file.getFileName().toString();
    return Files.isRegularFile(file)
        && !MADE_ANEW.contains(name)
        && TEXTS.stream().anyMatch(name::endsWith);
  }

  private void write(String name, JsonNode json) throws IOException {
    JSON.writerWithDefaultPrettyPrinter().writeValue(folder.resolve(name).toFile(), json);
  }

  private String shardName(int index) {
    return "model-%05d-of-%05d.safetensors".formatted(index + 1, layers + 1);
  }
}
