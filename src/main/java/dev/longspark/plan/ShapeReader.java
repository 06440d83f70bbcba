package dev.longspark.plan;

import dev.longspark.config.ConfigException;
import dev.longspark.engine.checkpoint.Checkpoint;
import dev.longspark.engine.checkpoint.CheckpointFiles;
import dev.longspark.engine.checkpoint.StoredFormat;
import dev.longspark.engine.checkpoint.StoredFormats;
import dev.longspark.engine.family.DecoderModel;
import dev.longspark.files.Location;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** What the JSON files of a checkpoint say, on any file system, without its weights. */
final class ShapeReader {
  private static final String CONFIG = "config.json";
  private static final List<String> FILES =
      Stream.concat(
              Stream.of(
                  CONFIG,
                  "generation_config.json",
                  "tokenizer.json",
                  "tokenizer_config.json",
                  "special_tokens_map.json",
                  "added_tokens.json",
                  "chat_template.jinja"),
              StoredFormats.FILES.stream())
          .toList();

  private final Configuration hadoop;
  private final Map<String, java.nio.file.Path> copies = new HashMap<>();

  ShapeReader(Configuration hadoop) {
    this.hadoop = hadoop;
  }

  /**
   * What a checkpoint's config.json describes.
   *
   * @throws ConfigException if it has no sound config.json
   */
  DecoderModel read(String folder) {
    return read(folder, Checkpoint::modelOf);
  }

  /**
   * How a checkpoint stores matrices in few bits, if it does.
   *
   * @throws ConfigException if it does in a way that this build cannot read
   */
  Optional<StoredFormat> stored(String folder) {
    return read(folder, StoredFormats::of);
  }

  /**
   * Reads JSON files of a checkpoint.
   *
   * @param reader takes a local folder with them
   * @throws ConfigException if there is no config.json, or a file is not sound
   */
  <T> T read(String folder, Function<java.nio.file.Path, T> reader) {
    java.nio.file.Path local = local(folder);
    if (!Files.isRegularFile(local.resolve(CONFIG))) {
      throw new ConfigException("Missing checkpoint: " + folder + " has no " + CONFIG);
    }
    return readTokenizer(folder, reader);
  }

  /**
   * Reads JSON files of a folder that may hold a tokenizer only.
   *
   * @param reader takes a local folder with them
   * @throws ConfigException if a file is not sound
   */
  <T> T readTokenizer(String folder, Function<java.nio.file.Path, T> reader) {
    try {
      return reader.apply(local(folder));
    } catch (IllegalArgumentException e) {
      throw new ConfigException(e.getMessage());
    }
  }

  /**
   * Holds the weight files of a folder on this machine, as far as it has any, to be those of its
   * config.json; only their headers are read.
   *
   * @throws ConfigException if they are not, are still to be fetched, or hold numbers that are not
   *     finite
   */
  void requireSoundWeights(String folder) {
    if (!new Location(folder).isUri() && CheckpointFiles.present(local(folder))) {
      read(
          folder,
          local -> {
            Checkpoint checkpoint = Checkpoint.open(local);
            checkpoint.requireFinite();
            return checkpoint;
          });
    }
  }

  private java.nio.file.Path local(String folder) {
    Location location = new Location(folder);
    return location.isUri()
        ? copies.computeIfAbsent(folder, remote -> copy(location))
        : Location.path(folder);
  }

  private java.nio.file.Path copy(Location folder) {
    try {
      java.nio.file.Path copy = Files.createTempDirectory("longspark-config");
      copy.toFile().deleteOnExit();
      FileSystem files = folder.files(hadoop);
      for (String name : FILES) {
        Path file = new Path(folder.hadoop(), name);
        if (files.exists(file)) {
          files.copyToLocalFile(file, new Path(copy.resolve(name).toUri()));
          copy.resolve(name).toFile().deleteOnExit();
        }
      }
      return copy;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read checkpoint " + folder.written(), e);
    }
  }
}
