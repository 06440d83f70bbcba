package dev.longspark.pruning;

import com.fasterxml.jackson.databind.JsonNode;
import dev.longspark.files.JsonFile;
import dev.longspark.hash.Digest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The model that a pruned checkpoint was cut from, as its {@value PruningRecord#FILE} names it.
 *
 * @param weightSha256 of the full model's weight files, by name
 */
public record PruningOrigin(Map<String, String> weightSha256) {
  public PruningOrigin {
    weightSha256 = Map.copyOf(weightSha256);
  }

  /**
   * Reads it from a pruned checkpoint's folder, if that has a record.
   *
   * @throws java.io.UncheckedIOException if the record cannot be read
   */
  public static Optional<PruningOrigin> of(Path folder) {
    Path file = folder.resolve(PruningRecord.FILE);
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    Map<String, String> sums = new TreeMap<>();
    for (Map.Entry<String, JsonNode> sum : JsonFile.read(file).path("sourceSha256").properties()) {
      if (sum.getKey().endsWith(".safetensors")) {
        sums.put(sum.getKey(), sum.getValue().asText());
      }
    }
    return Optional.of(new PruningOrigin(sums));
  }

  /**
   * The smallest weight file of a model that has one of these names: reading it through is enough
   * to tell another model.
   */
  public Optional<Path> comparable(Path model) {
    return weightSha256.keySet().stream()
        .sorted()
        .map(model::resolve)
        .filter(Files::isRegularFile)
        .min(Comparator.comparingLong(file -> file.toFile().length()));
  }

  /** Whether a weight file is the one of its name that the pruning read. */
  public boolean isOf(Path file) {
    return Digest.ofFile(file).equals(weightSha256.get(file.getFileName().toString()));
  }
}
