package dev.longspark.inference;

import dev.longspark.files.Location;
import dev.longspark.hash.Digest;
import dev.longspark.plan.CheckpointIdentity;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checkpoints of other file systems on this machine's disk, where they can be mapped into memory:
 * one copy for all executors of the node, in a folder that is named by the content. A checkpoint
 * that is a plain path stays where it lies; one that is a URI ({@code hdfs:}, {@code s3a:}, {@code
 * file:}) is copied.
 *
 * <p>Each file is hashed while it is copied, and each process reads a copy through once before it
 * uses it; what was cut short or has changed is fetched again.
 */
public final class NodeCache {
  private static final Logger LOG = LoggerFactory.getLogger(NodeCache.class);
  private static final String VARIABLE = "LONGSPARK_CACHE_DIR";
  private static final String RECORD = "copied.txt";

  private final Path directory;
  private final ToLongFunction<Path> freeBytes;
  private final Set<Path> verified = new HashSet<>();

  /**
   * A cache in a folder.
   *
   * @param freeBytes of the disk that has a folder
   */
  public NodeCache(Path directory, ToLongFunction<Path> freeBytes) {
    this.directory = directory;
    this.freeBytes = freeBytes;
  }

  /** The node's cache: the folder that the environment names, else a temporary one. */
  static NodeCache ofNode() {
    String named = System.getenv(VARIABLE);
    String user = System.getProperty("user.name");
    Path folder =
        named == null
            ? Path.of(System.getProperty("java.io.tmpdir"), "longspark-" + user)
            : Path.of(named).toAbsolutePath();
    return new NodeCache(folder, NodeCache::usableSpace);
  }

  private static long usableSpace(Path folder) {
    return folder.toFile().getUsableSpace();
  }

  /**
   * A checkpoint's folder on this machine.
   *
   * @param folder path or URI
   * @param hadoop how to reach its file system
   * @throws UncheckedIOException if it cannot be read, or the disk has no room for it
   */
  public synchronized Path local(String folder, Configuration hadoop) {
    if (!new Location(folder).isUri()) {
      return Location.path(folder);
    }
    Path copy = directory.resolve(CheckpointIdentity.of(folder, hadoop));
    if (verified.contains(copy)) {
      return copy;
    }
    Path lock = directory.resolve(copy.getFileName() + ".lock");
    try {
      Files.createDirectories(copy);
      try (FileChannel channel =
              FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock held = channel.lock()) {
        LOG.debug("Has the lock {}", held);
        complete(folder, copy, hadoop);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Cannot copy %s to %s, which has %d bytes free: %s"
              .formatted(folder, copy, freeBytes.applyAsLong(directory), e.getMessage()),
          e);
    }
    verified.add(copy);
    return copy;
  }

  private void complete(String folder, Path copy, Configuration hadoop) throws IOException {
    FileSystem files = new Location(folder).files(hadoop);
    Map<String, String> record = record(copy);
    Map<String, FileStatus> missing = new TreeMap<>();
    for (FileStatus file : CheckpointIdentity.files(folder, hadoop)) {
      String name = file.getPath().getName();
      if (!isSound(copy.resolve(name), file.getLen(), record.getOrDefault(name, ""))) {
        missing.put(name, file);
      }
    }
    requireRoom(missing);
    for (Map.Entry<String, FileStatus> file : missing.entrySet()) {
      LOG.info("Copying {} to {}", file.getValue().getPath(), copy);
      record.put(file.getKey(), fetch(files, file.getValue(), copy.resolve(file.getKey())));
      writeRecord(copy, record);
    }
  }

  private static boolean isSound(Path file, long length, String hash) throws IOException {
    if (hash.isEmpty()) {
      return false;
    }
    boolean sound =
        Files.isRegularFile(file) && Files.size(file) == length && hash.equals(Digest.ofFile(file));
    if (!sound) {
      LOG.warn("{} is not what was copied; it is fetched again", file);
    }
    return sound;
  }

  private void requireRoom(Map<String, FileStatus> missing) throws IOException {
    long needed = missing.values().stream().mapToLong(FileStatus::getLen).sum();
    if (needed > freeBytes.applyAsLong(directory)) {
      throw new IOException("it needs " + needed + " bytes (" + VARIABLE + " names another disk)");
    }
  }

  /** Copies a file under a passing name, so that the own name stands for a whole file only. */
  private static String fetch(FileSystem files, FileStatus source, Path target) throws IOException {
    Path part = target.resolveSibling(target.getFileName() + ".part");
    Digest digest = new Digest();
    try (InputStream in = files.open(source.getPath());
        OutputStream out = digest.through(Files.newOutputStream(part))) {
      in.transferTo(out);
    }
    if (Files.size(part) != source.getLen()) {
      throw new IOException(
          "%s ended after %d of %d bytes"
              .formatted(source.getPath(), Files.size(part), source.getLen()));
    }
    Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    return digest.hex();
  }

  /** Hashes by file name. */
  private static Map<String, String> record(Path copy) throws IOException {
    Map<String, String> record = new TreeMap<>();
    Path file = copy.resolve(RECORD);
    if (Files.exists(file)) {
      for (String line : Files.readAllLines(file)) {
        String[] parts = line.split(" ", 2);
        record.put(parts[1], parts[0]);
      }
    }
    return record;
  }

  private static void writeRecord(Path copy, Map<String, String> record) throws IOException {
    Path part = copy.resolve(RECORD + ".part");
    Files.write(
        part, record.entrySet().stream().map(e -> e.getValue() + " " + e.getKey()).toList());
    Files.move(
        part,
        copy.resolve(RECORD),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }
}
