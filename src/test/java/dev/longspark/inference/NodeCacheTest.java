package dev.longspark.inference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeCacheTest {
  private static final Configuration HADOOP = new Configuration();
  private static final String WEIGHTS = "model.safetensors";

  @TempDir private Path directory;
  private Path source;
  private byte[] weights;

  @BeforeEach
  void writeCheckpoint() throws IOException {
    source = Files.createDirectories(directory.resolve("source"));
    weights = new byte[100_000];
    new Random(1).nextBytes(weights);
    Files.write(source.resolve(WEIGHTS), weights);
    Files.writeString(source.resolve("config.json"), "{}");
  }

  @Test
  void aPlainPathStaysWhereItIs() {
    assertEquals(source, cache().local(source.toString(), HADOOP));
  }

  @Test
  void copiesAUriOnceForAllProcesses() throws IOException {
    Path copy = cache().local(source.toUri().toString(), HADOOP);
    assertArrayEquals(weights, Files.readAllBytes(copy.resolve(WEIGHTS)));
    FileTime then = FileTime.fromMillis(1_000_000);
    Files.setLastModifiedTime(copy.resolve(WEIGHTS), then);

    assertEquals(copy, cache().local(source.toUri().toString(), HADOOP));

    assertEquals(then, Files.getLastModifiedTime(copy.resolve(WEIGHTS)));
  }

  @Test
  void fetchesACopyThatWasCutShortAgain() throws IOException {
    Path copy = cache().local(source.toUri().toString(), HADOOP);
    Files.write(copy.resolve(WEIGHTS), new byte[10]);

    cache().local(source.toUri().toString(), HADOOP);

    assertArrayEquals(weights, Files.readAllBytes(copy.resolve(WEIGHTS)));
  }

  @Test
  void fetchesACopyWithAWrongByteAgain() throws IOException {
    Path copy = cache().local(source.toUri().toString(), HADOOP);
    byte[] wrong = weights.clone();
    wrong[77_777]++;
    Files.write(copy.resolve(WEIGHTS), wrong);

    cache().local(source.toUri().toString(), HADOOP);

    assertArrayEquals(weights, Files.readAllBytes(copy.resolve(WEIGHTS)));
  }

  @Test
  void completesACopyThatSomebodyWasKilledAt() throws IOException {
    Path copy = cache().local(source.toUri().toString(), HADOOP);
    Files.delete(copy.resolve("copied.txt"));
    Files.delete(copy.resolve(WEIGHTS));
    Files.write(copy.resolve(WEIGHTS + ".part"), new byte[10]);

    cache().local(source.toUri().toString(), HADOOP);

    assertArrayEquals(weights, Files.readAllBytes(copy.resolve(WEIGHTS)));
  }

  @Test
  void anotherContentIsAnotherCopy() throws IOException {
    Path copy = cache().local(source.toUri().toString(), HADOOP);
    Files.write(source.resolve(WEIGHTS), new byte[] {1}, StandardOpenOption.APPEND);

    assertNotEquals(copy, cache().local(source.toUri().toString(), HADOOP));
  }

  @Test
  void saysThatTheDiskIsFull() {
    NodeCache full = new NodeCache(directory.resolve("cache"), folder -> 1000);

    UncheckedIOException e =
        assertThrows(
            UncheckedIOException.class, () -> full.local(source.toUri().toString(), HADOOP));

    assertTrue(e.getMessage().startsWith("Cannot copy file:"), e.getMessage());
    assertTrue(e.getMessage().contains("1000 bytes free: it needs 100002 bytes"), e.getMessage());
  }

  private NodeCache cache() {
    return new NodeCache(directory.resolve("cache"), folder -> Long.MAX_VALUE);
  }
}
