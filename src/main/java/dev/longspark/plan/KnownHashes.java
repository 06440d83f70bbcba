package dev.longspark.plan;

import dev.longspark.files.Location;
import dev.longspark.files.PrivateFolder;
import dev.longspark.hash.Digest;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;

/**
 * The SHA-256 of whole files. That of a large file is kept in a folder of the user's, beside the
 * file's length and times, so that the file is read once per node and not once per command; one
 * that was changed a moment ago is read again, for its time may not tell a further change.
 */
final class KnownHashes {
  /** What takes less than a moment to read is not worth keeping. */
  private static final long LARGE_BYTES = 64L << 20;

  private static final long SETTLED_MILLIS = 2_000;

  /** One process may lock a file once only. */
  private static final Map<Path, Object> IN_USE = new ConcurrentHashMap<>();

  private final Path folder;
  private final long largeBytes;

  /**
   * Hashes that are kept in a folder, which is made when it is needed.
   *
   * @param largeBytes the least length of a file whose hash is kept
   */
  KnownHashes(Path folder, long largeBytes) {
    this.folder = folder;
    this.largeBytes = largeBytes;
  }

  /** Those of this machine's user. */
  static KnownHashes ofNode() {
    return new KnownHashes(PrivateFolder.ofNode(), LARGE_BYTES);
  }

  /**
   * A file's hash, 64 hexadecimal digits.
   *
   * @throws IOException if it cannot be read, or changes meanwhile
   */
  String of(FileSystem files, FileStatus file) throws IOException {
    if (file.getLen() < largeBytes) {
      return read(files, file);
    }
    Path hashes = PrivateFolder.require(PrivateFolder.require(folder).resolve("hashes"));
    Path kept = hashes.resolve(new Digest().text(file.getPath().toString()).hex());
    synchronized (IN_USE.computeIfAbsent(kept, key -> new Object())) {
      try (FileChannel channel =
              FileChannel.open(
                  hashes.resolve(kept.getFileName() + ".lock"),
                  StandardOpenOption.CREATE,
                  StandardOpenOption.WRITE,
                  LinkOption.NOFOLLOW_LINKS);
          FileLock held = channel.lock()) {
        String stamp = stamp(file);
        Optional<String> known = held.isValid() ? known(kept, stamp) : Optional.empty();
        return known.isPresent() ? known.get() : kept(kept, stamp, read(files, file), file);
      }
    }
  }

  private static Optional<String> known(Path kept, String stamp) throws IOException {
    if (!Files.isRegularFile(kept, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    String line = Files.readString(kept);
    return line.startsWith(stamp + " ")
        ? Optional.of(line.substring(stamp.length() + 1))
        : Optional.empty();
  }

  private static String kept(Path kept, String stamp, String hash, FileStatus file)
      throws IOException {
    if (System.currentTimeMillis() - file.getModificationTime() > SETTLED_MILLIS) {
      Path part = Files.createTempFile(kept.getParent(), "", ".part");
      Files.writeString(part, stamp + " " + hash);
      Files.move(part, kept, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
    return hash;
  }

  /** Length and times; of a local file also what a program cannot set. */
  private static String stamp(FileStatus file) throws IOException {
    String stamp = file.getLen() + "-" + file.getModificationTime();
    Optional<Path> local = new Location(file.getPath().toString()).local();
    if (local.isEmpty()
        || !local.get().getFileSystem().supportedFileAttributeViews().contains("unix")) {
      return stamp;
    }
    return "%s-%s-%s"
        .formatted(
            stamp,
            Files.getAttribute(local.get(), "unix:ctime"),
            Files.getAttribute(local.get(), "unix:ino"));
  }

  private static String read(FileSystem files, FileStatus file) throws IOException {
    Digest digest = new Digest();
    try (FSDataInputStream in = files.open(file.getPath())) {
      in.transferTo(digest.through(OutputStream.nullOutputStream()));
    }
    FileStatus now = files.getFileStatus(file.getPath());
    if (now.getLen() != file.getLen() || now.getModificationTime() != file.getModificationTime()) {
      throw new IOException(file.getPath() + " was changed while it was read");
    }
    return digest.hex();
  }
}
