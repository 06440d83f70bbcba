package dev.longspark.plan;

import dev.longspark.config.ConfigException;
import dev.longspark.engine.checkpoint.Checkpoint;
import dev.longspark.engine.checkpoint.StoredFormat;
import dev.longspark.engine.checkpoint.StoredFormats;
import dev.longspark.engine.family.DecoderModel;
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
      Stream.concat(Stream.of(CONFIG), StoredFormats.FILES.stream()).toList();

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

  private <T> T read(String folder, Function<java.nio.file.Path, T> reader) {
    java.nio.file.Path local = local(folder);
    if (!Files.isRegularFile(local.resolve(CONFIG))) {
      throw new ConfigException("Missing checkpoint: " + folder + " has no " + CONFIG);
    }
    try {
      return reader.apply(local);
    } catch (IllegalArgumentException e) {
      throw new ConfigException(e.getMessage());
    }
  }

  private java.nio.file.Path local(String folder) {
    Path path = new Path(folder);
    return path.toUri().getScheme() == null
        ? java.nio.file.Path.of(folder)
        : copies.computeIfAbsent(folder, remote -> copy(path));
  }

  private java.nio.file.Path copy(Path folder) {
    try {
      java.nio.file.Path copy = Files.createTempDirectory("longspark-config");
      copy.toFile().deleteOnExit();
      FileSystem files = folder.getFileSystem(hadoop);
      for (String name : FILES) {
        Path file = new Path(folder, name);
        if (files.exists(file)) {
          files.copyToLocalFile(file, new Path(copy.resolve(name).toUri()));
          copy.resolve(name).toFile().deleteOnExit();
        }
      }
      return copy;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read checkpoint " + folder, e);
    }
  }
}
