package dev.longspark.inference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longspark.hash.Digest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
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

  @Test
  void sourceOfTheSameSizeIsCopiedAgainWhereverItChanged() throws IOException {
    byte[] large = new byte[4 << 20];
    Files.write(source.resolve(WEIGHTS), large);
    cache().local(source.toUri().toString(), HADOOP);
    large[3 << 19]++;
    Files.write(source.resolve(WEIGHTS), large);

    Path copy = cache().local(source.toUri().toString(), HADOOP);

    assertArrayEquals(large, Files.readAllBytes(copy.resolve(WEIGHTS)));
  }

  @Test
  void recordThatVouchesForAnotherFileIsNotBelieved() throws IOException {
    Path copy = cache().local(source.toUri().toString(), HADOOP);
    byte[] planted = weights.clone();
    planted[77_777]++;
    Files.write(copy.resolve(WEIGHTS), planted);
    Files.writeString(
        copy.resolve("copied.txt"),
        "%s %s%n".formatted(Digest.ofFile(copy.resolve(WEIGHTS)), WEIGHTS));

    cache().local(source.toUri().toString(), HADOOP);

    assertArrayEquals(weights, Files.readAllBytes(copy.resolve(WEIGHTS)));
  }

  @Test
  void linksInTheCacheAreReplacedAndNotFollowed() throws IOException {
    Path victim = Files.writeString(directory.resolve("victim"), "kept");
    Path copy = cache().local(source.toUri().toString(), HADOOP);
    Files.delete(copy.resolve(WEIGHTS));
    Files.createSymbolicLink(copy.resolve(WEIGHTS), victim);
    Files.createSymbolicLink(copy.resolve(WEIGHTS + ".part"), victim);
    Files.createSymbolicLink(copy.resolve("copied.txt.part"), victim);

    cache().local(source.toUri().toString(), HADOOP);

    assertEquals("kept", Files.readString(victim));
    assertArrayEquals(weights, Files.readAllBytes(copy.resolve(WEIGHTS)));
  }

  @Test
  void folderThatOthersMayWriteIsRefused() throws IOException {
    Path open = Files.createDirectory(directory.resolve("cache"));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));

    UncheckedIOException e =
        assertThrows(
            UncheckedIOException.class, () -> cache().local(source.toUri().toString(), HADOOP));

    assertTrue(e.getMessage().contains("others may write into it (rwxrwxrwx)"), e.getMessage());
    try (Stream<Path> left = Files.list(open)) {
      assertEquals(List.of(), left.toList());
    }
  }

  private NodeCache cache() {
    return new NodeCache(directory.resolve("cache"), folder -> Long.MAX_VALUE);
  }
}
