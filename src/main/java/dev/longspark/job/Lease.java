package dev.longspark.job;

import dev.longspark.files.FileName;
import dev.longspark.tables.CatalogSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The right to write a run, held by one driver at a time: two would generate the same samples. It
 * is the operating system's lock on a file beside the tables; it ends with its process, however
 * that ends, so there is no stale lease. Only a directory can be locked, so a warehouse elsewhere
 * needs one for its leases that all drivers see.
 */
final class Lease {
  private static final String LEASES = "spark.longspark.leases";

  private Lease() {}

  /**
   * Does something while holding the lease of a run.
   *
   * @throws RunFailedException if another driver has it
   */
  static <T> T hold(CatalogSettings warehouse, String runId, Supplier<T> work) {
    Path file =
        directory(warehouse)
            .orElseThrow(
                () ->
                    new RunFailedException(
                        "Cannot run %s: the warehouse %s is no directory that could be locked; set %s to one that all drivers see"
                            .formatted(runId, warehouse.location(), LEASES)))
            .resolve(FileName.of("run", runId) + ".lock");
    try (FileChannel channel = open(file)) {
      if (!isLocked(channel)) {
        throw new RunFailedException(
            "Cannot run %s: %s is at it".formatted(runId, Files.readString(file).strip()));
      }
      channel.truncate(0);
      channel.write(ByteBuffer.wrap(thisProcess().getBytes(StandardCharsets.UTF_8)));
      return work.get();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write the lease " + file, e);
    }
  }

  private static Optional<Path> directory(CatalogSettings warehouse) {
    String named = System.getProperty(LEASES, "");
    return named.isEmpty()
        ? warehouse.directory().map(place -> place.resolve("leases"))
        : Optional.of(Path.of(named).toAbsolutePath());
  }

  private static FileChannel open(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    return FileChannel.open(
        file,
        StandardOpenOption.CREATE,
        StandardOpenOption.READ,
        StandardOpenOption.WRITE,
        LinkOption.NOFOLLOW_LINKS);
  }

  /** Locks the file until the channel is closed, unless this process or another has done so. */
  private static boolean isLocked(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  private static String thisProcess() {
    return "process %d on %s, since %s,"
        .formatted(
            ProcessHandle.current().pid(), host(), Instant.now().truncatedTo(ChronoUnit.SECONDS));
  }

  /** This machine's name, or what can be said without one. */
  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "a machine without a name";
    }
  }
}
