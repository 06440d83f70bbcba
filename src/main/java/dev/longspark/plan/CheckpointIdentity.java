package dev.longspark.plan;

import dev.longspark.config.ConfigException;
import dev.longspark.files.Location;
import dev.longspark.hash.Digest;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A fingerprint of a checkpoint folder: the names of the files that make it and the SHA-256 of all
 * of their bytes. What is large is read once per node (its hash is kept).
 */
public final class CheckpointIdentity {
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
    return of(folder, hadoop, KnownHashes.ofNode());
  }

  static String of(String folder, Configuration hadoop, KnownHashes known) {
    return of(hashes(folder, hadoop, known));
  }

  /**
   * The SHA-256 of each file of a folder that makes a checkpoint, by name.
   *
   * @param folder path or URI
   * @param hadoop how to reach its file system
   * @throws ConfigException if there is no such folder
   */
  public static SortedMap<String, String> hashes(String folder, Configuration hadoop) {
    return hashes(folder, hadoop, KnownHashes.ofNode());
  }

  private static SortedMap<String, String> hashes(
      String folder, Configuration hadoop, KnownHashes known) {
    try {
      FileSystem files = fileSystem(folder, hadoop);
      // A hash is a core's work, and large models come in many files.
      return files(folder, hadoop).parallelStream()
          .collect(
              Collectors.toMap(
                  entry -> entry.getPath().getName(),
                  entry -> hash(files, entry, known),
                  (one, other) -> one,
                  TreeMap::new));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read checkpoint folder " + folder, e);
    }
  }

  private static String hash(FileSystem files, FileStatus entry, KnownHashes known) {
    try {
      return known.of(files, entry);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + entry.getPath(), e);
    }
  }

  /** The fingerprint of a folder with such files. */
  public static String of(SortedMap<String, String> hashes) {
    Digest digest = new Digest();
    hashes.forEach((name, hash) -> digest.text(name).text(hash));
    return digest.hex(DIGITS);
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
}
