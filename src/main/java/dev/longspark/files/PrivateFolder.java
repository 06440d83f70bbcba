package dev.longspark.files;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.EnumSet;
import java.util.Set;

/**
 * Folders for what is kept between processes and trusted again, which nobody else may have written:
 * mode 0700 and of this process's user. What another user has put in their place is refused.
 */
public final class PrivateFolder {
  /** The environment's variable that names the folder of a node. */
  public static final String VARIABLE = "LONGSPARK_CACHE_DIR";

  private static final Set<PosixFilePermission> MODE = PosixFilePermissions.fromString("rwx------");
  private static final Set<PosixFilePermission> WRITTEN_BY_OTHERS =
      EnumSet.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

  private PrivateFolder() {}

  /** Where the node's folder is: as the environment says, else a temporary one of the user's. */
  public static Path ofNode() {
    String named = System.getenv(VARIABLE);
    return named == null || named.isBlank()
        ? Path.of(
            System.getProperty("java.io.tmpdir"), "longspark-" + System.getProperty("user.name"))
        : Path.of(named).toAbsolutePath();
  }

  /**
   * Creates a folder, or takes the one that is there. One of this user's that others may only read
   * is closed to them.
   *
   * @throws IOException if it is a link, no folder, another user's, or others may write into it
   */
  public static Path require(Path folder) throws IOException {
    Path parent = folder.toAbsolutePath().getParent();
    Files.createDirectories(parent);
    if (!isPosix(parent)) {
      return Files.createDirectories(folder);
    }
    try {
      Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(MODE));
    } catch (FileAlreadyExistsException e) {
      requireOwn(folder);
    }
    return folder;
  }

  private static void requireOwn(Path folder) throws IOException {
    PosixFileAttributes found =
        Files.readAttributes(folder, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (found.isSymbolicLink() || !found.isDirectory()) {
      throw refused(folder, found.isSymbolicLink() ? "it is a link" : "it is no folder");
    }
    UserPrincipal user = user();
    if (!found.owner().equals(user)) {
      throw refused(
          folder, "it belongs to %s, not to %s".formatted(found.owner().getName(), user.getName()));
    }
    Set<PosixFilePermission> mode = found.permissions();
    if (mode.stream().anyMatch(WRITTEN_BY_OTHERS::contains)) {
      throw refused(
          folder,
          "others may write into it (%s), so what it holds may be theirs"
              .formatted(PosixFilePermissions.toString(mode)));
    }
    if (!mode.equals(MODE)) {
      Files.setPosixFilePermissions(folder, MODE);
    }
  }

  private static IOException refused(Path folder, String reason) {
    return new IOException(
        "Cannot use %s: %s (remove it, or name another folder of your own, mode 0700, in %s)"
            .formatted(folder, reason, VARIABLE));
  }

  /** Whoever owns what this process creates. */
  private static UserPrincipal user() throws IOException {
    Path probe = Files.createTempFile("longspark", ".owner");
    try {
      return Files.getOwner(probe);
    } finally {
      Files.delete(probe);
    }
  }

  private static boolean isPosix(Path folder) throws IOException {
    FileStore store = Files.getFileStore(folder);
    return store.supportsFileAttributeView(PosixFileAttributeView.class);
  }
}
