package dev.longspark.tables;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;

/**
 * Hadoop's local file system with its checksums, but for two things: without Hadoop's native
 * library that one starts a {@code chmod} for each file and folder that it makes, a dozen per
 * commit; and a table's metadata that is damaged is as good as gone, since Iceberg reads it 20
 * times more over a minute and a half unless it is.
 */
public final class LocalFiles extends LocalFileSystem {
  private static final String METADATA = ".metadata.json";

  /** Hadoop makes it by name. */
  public LocalFiles() {
    super(new Raw());
  }

  /**
   * Opens a file.
   *
   * @throws FileNotFoundException if it is not there, or a table's metadata and not whole
   */
  @Override
  public FSDataInputStream open(Path path, int bufferSize) throws IOException {
    if (path.getName().endsWith(METADATA)) {
      try (FSDataInputStream metadata = super.open(path, bufferSize)) {
        metadata.transferTo(OutputStream.nullOutputStream());
      } catch (ChecksumException e) {
        throw (IOException)
            new FileNotFoundException("Damaged, not as its checksum says: " + path).initCause(e);
      }
    }
    return super.open(path, bufferSize);
  }

  private static final class Raw extends RawLocalFileSystem {
    @Override
    public void setPermission(Path path, FsPermission permission) throws IOException {
      if (permission.getStickyBit()) {
        super.setPermission(path, permission); // Java does not know it
      } else {
        Files.setPosixFilePermissions(
            pathToFile(path).toPath(), PosixFilePermissions.fromString(permission.toString()));
      }
    }
  }
}
