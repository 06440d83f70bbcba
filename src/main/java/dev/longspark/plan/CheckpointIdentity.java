package dev.longspark.plan;

import dev.longspark.config.ConfigException;
import dev.longspark.files.Location;
import dev.longspark.hash.Digest;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A fingerprint of a checkpoint folder: all of its JSON files, and size, beginning, middle and end
 * of each weight file (a 140 GB model is not read through for a name).
 */
public final class CheckpointIdentity {
  private static final int PROBE = 1 << 20;
  private static final int DIGITS = 32;

  private CheckpointIdentity() {}

  /**
   * The fingerprint of a folder.
   *
   * @param folder path or URI
   * @param hadoop how to reach its file system
   * @throws ConfigException if there is no such folder
   */
  public static String of(String folder, Configuration hadoop) {
    try {
      FileSystem files = fileSystem(folder, hadoop);
      Digest digest = new Digest();
      for (FileStatus entry : files(folder, hadoop)) {
        digest.text(entry.getPath().getName()).text(Long.toString(entry.getLen()));
        add(digest, files, entry);
      }
      return digest.hex(DIGITS);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read checkpoint folder " + folder, e);
    }
  }

  /**
   * The files of a folder that make a checkpoint, by name.
   *
   * @param folder path or URI
   * @param hadoop how to reach its file system
   * @throws ConfigException if there is no such folder
   */
  public static List<FileStatus> files(String folder, Configuration hadoop) {
    try {
      FileStatus[] entries =
          fileSystem(folder, hadoop)
              .listStatus(new Location(folder).hadoop(), CheckpointIdentity::belongs);
      Arrays.sort(entries, Comparator.comparing(entry -> entry.getPath().getName()));
      return List.of(entries);
    } catch (FileNotFoundException e) {
      throw new ConfigException("Missing checkpoint folder: " + folder);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read checkpoint folder " + folder, e);
    }
  }

  /**
   * The file system of a folder; a path without a scheme is local, wherever Spark's own are.
   *
   * @throws IOException if there is no such file system
   */
  public static FileSystem fileSystem(String folder, Configuration hadoop) throws IOException {
    return new Location(folder).files(hadoop);
  }

  private static boolean belongs(Path path) {
    String name = path.getName();
    return name.endsWith(".json") || name.endsWith(".jinja") || name.endsWith(".safetensors");
  }

  private static void add(Digest digest, FileSystem files, FileStatus entry) throws IOException {
    boolean weights = entry.getPath().getName().endsWith(".safetensors");
    long length = entry.getLen();
    try (FSDataInputStream in = files.open(entry.getPath())) {
      if (weights && length > 3L * PROBE) {
        byte[] buffer = new byte[PROBE];
        for (long start : new long[] {0, length / 2, length - PROBE}) {
          in.readFully(start, buffer);
          digest.bytes(buffer);
        }
        return;
      }
      in.transferTo(digest.through(OutputStream.nullOutputStream()));
    }
  }
}
