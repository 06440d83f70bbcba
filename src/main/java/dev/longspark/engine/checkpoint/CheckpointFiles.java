package dev.longspark.engine.checkpoint;

import dev.longspark.engine.family.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The weight files of a checkpoint folder: one safetensors file, or else the shards that an index
 * names; an index that lies beside a whole file is left over from before. No other kind of weight
 * file is ever opened, because some of them can run code.
 */
public final class CheckpointFiles {
  private static final String SINGLE = "model.safetensors";
  private static final String INDEX = "model.safetensors.index.json";
  private static final String ENDING = ".safetensors";

  private CheckpointFiles() {}

  /** Whether a folder has any weight file that could be opened. */
  public static boolean present(Path folder) {
    return Files.exists(folder.resolve(INDEX)) || !candidates(folder).isEmpty();
  }

  /**
   * All tensors of a checkpoint by name.
   *
   * @throws IllegalArgumentException if a file is missing or not sound
   * @throws UncheckedIOException if a file cannot be read
   */
  public static Map<String, StoredTensor> tensors(Path folder) {
    Path index = folder.resolve(INDEX);
    boolean isSharded = !Files.exists(folder.resolve(SINGLE)) && Files.exists(index);
    return isSharded ? sharded(folder, index) : SafetensorsFile.open(single(folder)).tensors();
  }

  /** An index beside a whole file, which the file goes before. */
  static List<String> disagreements(Path folder) {
    return Files.exists(folder.resolve(SINGLE)) && Files.exists(folder.resolve(INDEX))
        ? List.of("%s lies beside %s, which counts".formatted(INDEX, SINGLE))
        : List.of();
  }

  private static Path single(Path folder) {
    Path single = folder.resolve(SINGLE);
    if (Files.exists(single)) {
      return single;
    }
    List<Path> candidates = candidates(folder);
    if (candidates.size() != 1) {
      throw new IllegalArgumentException(
          "Missing "
              + SINGLE
              + " in "
              + folder
              + " (found "
              + candidates.size()
              + " other safetensors files and no index; only safetensors are read)");
    }
    return candidates.get(0);
  }

  private static List<Path> candidates(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(ENDING)).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot list " + folder, e);
    }
  }

  private static Map<String, StoredTensor> sharded(Path folder, Path index) {
    Map<String, String> shardOf = new TreeMap<>(JsonObject.read(index).child("weight_map").texts());
    shardOf.values().forEach(shard -> requirePlainName(index, shard));
    requirePresent(folder, index, new TreeSet<>(shardOf.values()));
    Map<String, SafetensorsFile> shards = new TreeMap<>();
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    shardOf.forEach(
        (name, shard) -> {
          SafetensorsFile file =
              shards.computeIfAbsent(shard, s -> SafetensorsFile.open(folder.resolve(s)));
          tensors.put(name, file.tensor(name));
        });
    return tensors;
  }

  private static void requirePresent(Path folder, Path index, SortedSet<String> shards) {
    List<String> absent =
        shards.stream().filter(shard -> !Files.exists(folder.resolve(shard))).toList();
    if (!absent.isEmpty()) {
      throw new IllegalArgumentException(
          "Missing %s, which %s names: %d of %d weight files are there (fetch the rest)"
              .formatted(
                  folder.resolve(absent.get(0)),
                  index.getFileName(),
                  shards.size() - absent.size(),
                  shards.size()));
    }
  }

  private static void requirePlainName(Path index, String shard) {
    boolean plain = Path.of(shard).getNameCount() == 1 && !Path.of(shard).isAbsolute();
    if (!plain || !shard.endsWith(ENDING)) {
      throw new IllegalArgumentException(
          "Invalid shard '" + shard + "' in " + index + " (must be a safetensors file beside it)");
    }
  }
}
