package dev.longspark.files;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;

/**
 * A place that a user wrote: a path of this machine, or a URI of any Hadoop file system. Only a
 * scheme that a slash follows makes a URI ({@code hdfs://...}, {@code file:/...}), so that a path
 * may have colons; {@code ~} and {@code ~/...} are in the user's home folder, as in a shell.
 *
 * @param written as the user wrote it
 */
public record Location(String written) {
  private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:/.*");
  private static final String HOME = "~";

  public Location {
    if (written.isBlank()) {
      throw new IllegalArgumentException("Missing path");
    }
  }

  /** The path that a user wrote, with the home folder in the place of {@code ~}. */
  public static Path path(String written) {
    boolean atHome = written.equals(HOME) || written.startsWith(HOME + "/");
    return atHome
        ? Path.of(System.getProperty("user.home") + written.substring(HOME.length()))
        : Path.of(written);
  }

  /** Whether it is a URI, whose files may be elsewhere. */
  public boolean isUri() {
    return SCHEME.matcher(written).matches();
  }

  /** The path on this machine, of a path or a {@code file:} URI. */
  public Optional<Path> local() {
    if (!isUri()) {
      return Optional.of(path(written));
    }
    return written.startsWith("file:")
        ? Optional.of(Path.of(URI.create(written).getPath()))
        : Optional.empty();
  }

  /** As Hadoop names it; a path is made absolute, without which a colon would end a scheme. */
  public org.apache.hadoop.fs.Path hadoop() {
    return new org.apache.hadoop.fs.Path(
        isUri() ? written : path(written).toAbsolutePath().normalize().toString());
  }

  /**
   * Its file system: a path is local, wherever Spark's own are.
   *
   * @throws IOException if there is no such file system
   */
  public FileSystem files(Configuration configuration) throws IOException {
    return isUri() ? hadoop().getFileSystem(configuration) : FileSystem.getLocal(configuration);
  }

  /** As it is kept: an absolute path, relative ones taken from a folder, or the URI as it is. */
  public String absoluteFrom(Path folder) {
    return isUri()
        ? written
        : folder.toAbsolutePath().resolve(path(written)).normalize().toString();
  }
}
