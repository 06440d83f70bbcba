package dev.longspark.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.longspark.hash.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KnownHashesTest {
  private static final Configuration HADOOP = new Configuration();
  private static final FileTime LONG_AGO = FileTime.fromMillis(1_600_000_000_000L);
  private static final int LENGTH = 4 << 20;

  @TempDir private Path directory;
  private Path weights;
  private KnownHashes known;

  @BeforeEach
  void write() throws IOException {
    weights = directory.resolve("model.safetensors");
    Files.write(weights, new byte[LENGTH]);
    Files.setLastModifiedTime(weights, LONG_AGO);
    known = new KnownHashes(directory.resolve("cache"), 1);
  }

  @Test
  void everyByteCounts() throws IOException {
    String before = CheckpointIdentity.of(directory.toString(), HADOOP);
    change();

    assertNotEquals(before, CheckpointIdentity.of(directory.toString(), HADOOP));
  }

  @Test
  void aFileIsReadOnce() throws IOException {
    assertEquals(Digest.ofFile(weights), hash());
    Path kept = kept();
    Files.writeString(kept, Files.readString(kept).replaceFirst("[0-9a-f]+$", "known"));

    assertEquals("known", hash());
  }

  @Test
  void aFileWithAnOldTimeAndOtherBytesIsReadAgain() throws IOException {
    String before = hash();
    change();

    assertNotEquals(before, hash());
    assertEquals(Digest.ofFile(weights), hash());
  }

  @Test
  void whatChangedAMomentAgoIsNotKept() throws IOException {
    Files.setLastModifiedTime(weights, FileTime.fromMillis(System.currentTimeMillis()));
    hash();

    assertEquals(List.of(), keptFiles());
  }

  private void change() throws IOException {
    byte[] bytes = new byte[LENGTH];
    bytes[LENGTH * 3 / 8] = 1;
    Files.write(weights, bytes);
    Files.setLastModifiedTime(weights, LONG_AGO);
  }

  private String hash() throws IOException {
    FileSystem files = FileSystem.getLocal(HADOOP);
    return known.of(files, files.getFileStatus(new org.apache.hadoop.fs.Path(weights.toUri())));
  }

  private Path kept() throws IOException {
    return keptFiles().get(0);
  }

  private List<Path> keptFiles() throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve("cache/hashes"))) {
      return files.filter(file -> !file.toString().endsWith(".lock")).toList();
    }
  }
}
