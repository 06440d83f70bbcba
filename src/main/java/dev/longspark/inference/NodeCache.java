package dev.longspark.inference;

import dev.longspark.files.Location;
import dev.longspark.files.PrivateFolder;
import dev.longspark.hash.Digest;
import dev.longspark.plan.CheckpointIdentity;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
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
 * uses it; what is not what the source holds is fetched again. The folder is the user's own and
 * closed to others, and links in it are not followed.
 */
public final class NodeCache {
  private static final Logger LOG = LoggerFactory.getLogger(NodeCache.class);
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
    return new NodeCache(PrivateFolder.ofNode(), NodeCache::usableSpace);
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
    SortedMap<String, String> source = CheckpointIdentity.hashes(folder, hadoop);
    Path copy = directory.resolve(CheckpointIdentity.of(source));
    if (verified.contains(copy)) {
      return copy;
    }
    Path lock = directory.resolve(copy.getFileName() + ".lock");
    try {
      PrivateFolder.require(directory);
      PrivateFolder.require(copy);
      try (FileChannel channel =
              FileChannel.open(
                  lock,
                  StandardOpenOption.CREATE,
                  StandardOpenOption.WRITE,
                  LinkOption.NOFOLLOW_LINKS);
          FileLock held = channel.lock()) {
        LOG.debug("Has the lock {}", held);
        complete(folder, source, copy, hadoop);
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

  private void complete(
      String folder, SortedMap<String, String> source, Path copy, Configuration hadoop)
      throws IOException {
    FileSystem files = new Location(folder).files(hadoop);
    Map<String, String> record = record(copy);
    Map<String, FileStatus> missing = new TreeMap<>();
    for (FileStatus file : CheckpointIdentity.files(folder, hadoop)) {
      String name = file.getPath().getName();
      boolean recorded = record.getOrDefault(name, "").equals(source.get(name));
      if (!recorded || !isSound(copy.resolve(name), file.getLen(), source.get(name))) {
        missing.put(name, file);
      }
    }
    requireRoom(missing);
    for (Map.Entry<String, FileStatus> file : missing.entrySet()) {
      LOG.info("Copying {} to {}", file.getValue().getPath(), copy);
      String hash = fetch(files, file.getValue(), copy.resolve(file.getKey()));
      if (!hash.equals(source.get(file.getKey()))) {
        throw new IOException(
            "%s has the SHA-256 %s, but had %s before it was copied"
                .formatted(file.getValue().getPath(), hash, source.get(file.getKey())));
      }
      record.put(file.getKey(), hash);
      writeRecord(copy, record);
    }
  }

  private static boolean isSound(Path file, long length, String hash) throws IOException {
    boolean sound =
        Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
            && Files.size(file) == length
            && hash.equals(Digest.ofFile(file));
    if (!sound) {
      LOG.warn("{} is not what was copied; it is fetched again", file);
    }
    return sound;
  }

  private void requireRoom(Map<String, FileStatus> missing) throws IOException {
    long needed = missing.values().stream().mapToLong(FileStatus::getLen).sum();
    if (needed > freeBytes.applyAsLong(directory)) {
      throw new IOException(
          "it needs " + needed + " bytes (" + PrivateFolder.VARIABLE + " names another disk)");
    }
  }

  /** Copies a file under a passing name, so that the own name stands for a whole file only. */
  private static String fetch(FileSystem files, FileStatus source, Path target) throws IOException {
    Path part = target.resolveSibling(target.getFileName() + ".part");
    Digest digest = new Digest();
    try (InputStream in = files.open(source.getPath());
        OutputStream out = digest.through(created(part))) {
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

  /** A file of its own in the place of what somebody left there, be it a link. */
  private static OutputStream created(Path part) throws IOException {
    Files.deleteIfExists(part);
    return Files.newOutputStream(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  /** Hashes by file name. */
  private static Map<String, String> record(Path copy) throws IOException {
    Map<String, String> record = new TreeMap<>();
    Path file = copy.resolve(RECORD);
    if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      for (String line : Files.readAllLines(file)) {
        String[] parts = line.split(" ", 2);
        if (parts.length == 2) {
          record.put(parts[1], parts[0]);
        }
      }
    }
    return record;
  }

  private static void writeRecord(Path copy, Map<String, String> record) throws IOException {
    Path part = copy.resolve(RECORD + ".part");
    try (OutputStream out = created(part)) {
      for (Map.Entry<String, String> file : record.entrySet()) {
        out.write((file.getValue() + " " + file.getKey() + "\n").getBytes(StandardCharsets.UTF_8));
      }
    }
    Files.move(
        part,
        copy.resolve(RECORD),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }
}
