package dev.longspark.tables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Properties;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalFilesTest {
  @TempDir private Path folder;
  private FileSystem files;

  @BeforeEach
  void opensTheFileSystemOfAWarehouse() throws IOException {
    FileSystem.getLocal(new Configuration()); // somebody else was first
    Configuration hadoop = CatalogSettings.of(folder.toString(), new Properties()).hadoop();
    files = hadoopPath("").getFileSystem(hadoop);
    assertInstanceOf(LocalFiles.class, files);
  }

  @Test
  void setsPermissions() throws IOException {
    write("part.bin", "rows");
    assertEquals("rw-r--r--", permissions("part.bin"));
    files.setPermission(hadoopPath("part.bin"), new FsPermission("600"));
    assertEquals("rw-------", permissions("part.bin"));
    files.mkdirs(hadoopPath("a/b"), new FsPermission("750"));
    assertEquals("rwxr-x---", permissions("a/b"));
  }

  @Test
  void keepsChecksums() throws IOException {
    write("part.bin", "rows");
    assertTrue(Files.exists(folder.resolve(".part.bin.crc")));
    Files.writeString(folder.resolve("part.bin"), "rowz");
    try (FSDataInputStream in = files.open(hadoopPath("part.bin"))) {
      assertThrows(ChecksumException.class, in::readAllBytes);
    }
  }

  private void write(String name, String text) throws IOException {
    try (FSDataOutputStream out = files.create(hadoopPath(name))) {
      out.writeBytes(text);
    }
  }

  private String permissions(String name) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(name)));
  }

  private org.apache.hadoop.fs.Path hadoopPath(String name) {
    return new org.apache.hadoop.fs.Path(folder.resolve(name).toUri());
  }
}
