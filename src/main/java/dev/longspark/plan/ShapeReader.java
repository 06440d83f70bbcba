package dev.longspark.plan;

import dev.longspark.config.ConfigException;
import dev.longspark.engine.ModelShape;
import dev.longspark.engine.checkpoint.Checkpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** The shape of a checkpoint from its config.json, on any file system, without its weights. */
final class ShapeReader {
  private static final String CONFIG = "config.json";

  private final Configuration hadoop;

  ShapeReader(Configuration hadoop) {
    this.hadoop = hadoop;
  }

  ModelShape read(String folder) {
    Path config = new Path(folder, CONFIG);
    try {
      if (config.toUri().getScheme() == null) {
        return local(java.nio.file.Path.of(folder));
      }
      java.nio.file.Path copy = Files.createTempDirectory("longspark-config");
      FileSystem files = config.getFileSystem(hadoop);
      files.copyToLocalFile(config, new Path(copy.resolve(CONFIG).toUri()));
      return local(copy);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + config, e);
    }
  }

  private static ModelShape local(java.nio.file.Path folder) {
    if (!Files.isRegularFile(folder.resolve(CONFIG))) {
      throw new ConfigException("Missing checkpoint: " + folder + " has no " + CONFIG);
    }
    try {
      return Checkpoint.shapeOf(folder);
    } catch (IllegalArgumentException e) {
      throw new ConfigException(e.getMessage());
    }
  }
}
