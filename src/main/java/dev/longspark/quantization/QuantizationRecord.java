package dev.longspark.quantization;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.longspark.files.JsonFile;
import dev.longspark.prompt.Calibration;
import dev.longspark.prompt.CalibrationSequence;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * How a 4-bit checkpoint came about, and how far it has come: its {@code quantization.json}.
 *
 * @param basis the model's fingerprint, the settings and the calibration: another basis makes other
 *     weights
 * @param layers on disk, from the first on
 */
public record QuantizationRecord(JsonNode basis, List<LayerRecord> layers) {
  /** The file's name. */
  public static final String FILE = "quantization.json";

  private static final ObjectMapper JSON = new ObjectMapper();

  public QuantizationRecord {
    layers = List.copyOf(layers);
  }

  static QuantizationRecord begun(
      String modelHash, QuantizationSettings settings, Calibration calibration) {
    ObjectNode basis = JSON.createObjectNode();
    basis.put("model_sha256", modelHash);
    basis.set("settings", JSON.valueToTree(settings));
    ObjectNode set = basis.putObject("calibration");
    set.put("seed", calibration.seed());
    set.put("tokens", calibration.tokens());
    set.put("tokens_sha256", Fingerprint.ofTokens(calibration.sequences()));
    ArrayNode sequences = set.putArray("sequences");
    for (CalibrationSequence sequence : calibration.sequences()) {
      sequences
          .addObject()
          .put("source", sequence.source())
          .put("sample", sequence.sampleKey())
          .put("first", sequence.first())
          .put("tokens", sequence.ids().size());
    }
    return new QuantizationRecord(basis, List.of());
  }

  /** Whether a folder was written, or begun, by a quantization. */
  public static boolean isIn(Path folder) {
    return Files.isRegularFile(folder.resolve(FILE));
  }

  /**
   * Reads a folder's record.
   *
   * @throws UncheckedIOException if there is none, or it is no such record
   */
  public static QuantizationRecord read(Path folder) {
    Path file = folder.resolve(FILE);
    try (InputStream in = Files.newInputStream(file)) {
      return read(in);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file, e);
    }
  }

  /**
   * Reads a record from wherever it lies.
   *
   * @throws IOException if it cannot be read, or is no such record
   */
  public static QuantizationRecord read(InputStream file) throws IOException {
    JsonNode json = JsonFile.parse(file.readAllBytes(), JsonFile.EqualKeys.LAST);
    List<LayerRecord> layers = new ArrayList<>();
    for (JsonNode layer : json.path("layers")) {
      layers.add(JSON.treeToValue(layer, LayerRecord.class));
    }
    return new QuantizationRecord(json.path("basis"), layers);
  }

  QuantizationRecord with(LayerRecord layer) {
    List<LayerRecord> more = new ArrayList<>(layers);
    more.add(layer);
    return new QuantizationRecord(basis, more);
  }

  QuantizationRecord withFirst(int count) {
    return new QuantizationRecord(basis, layers.subList(0, count));
  }

  /** Whether both describe the same work, finished or not. */
  boolean sameWork(QuantizationRecord other) {
    return basis.toString().equals(other.basis.toString());
  }

  /** The keys of the LongBench samples that the weights were calibrated on. */
  public Set<String> sampleKeys() {
    Set<String> keys = new TreeSet<>();
    for (JsonNode sequence : basis.path("calibration").path("sequences")) {
      keys.add(sequence.path("sample").asText());
    }
    keys.remove("");
    return keys;
  }

  /** Replaces the record of a folder in one step. */
  void write(Path folder) {
    ObjectNode json = JSON.createObjectNode();
    json.set("basis", basis);
    json.set("layers", JSON.valueToTree(layers));
    Path file = folder.resolve(FILE);
    Path partial = folder.resolve(FILE + ".partial");
    try {
      JSON.writerWithDefaultPrettyPrinter().writeValue(partial.toFile(), json);
      Files.move(partial, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + file, e);
    }
  }
}
