package dev.longspark.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivateFolderTest {
  @TempDir private Path directory;

  @Test
  void createsAFolderForItsUserOnly() throws IOException {
    assertEquals("rwx------", mode(PrivateFolder.require(directory.resolve("a/b"))));
  }

  @Test
  void closesAFolderThatOthersCouldRead() throws IOException {
    Path folder = Files.createDirectory(directory.resolve("a"));
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));

    assertEquals("rwx------", mode(PrivateFolder.require(folder)));
  }

  @Test
  void refusesWhatOthersMayHaveFilled() throws IOException {
    Path folder = Files.createDirectory(directory.resolve("a"));
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx-w----"));

    assertTrue(refusal(folder).contains("others may write into it (rwx-w----)"));
  }

  @Test
  void refusesAnotherUsersFolder() throws IOException {
    Path folder = Files.createDirectory(directory.resolve("a"));
    assumeTrue(System.getProperty("user.name").equals("root"), "only root can give folders away");
    Files.setAttribute(folder, "unix:uid", 12_345);

    assertTrue(refusal(folder).contains("it belongs to 12345, not to root"), refusal(folder));
  }

  @Test
  void refusesLinksAndFiles() throws IOException {
    Path real = PrivateFolder.require(directory.resolve("real"));
    Path link = Files.createSymbolicLink(directory.resolve("link"), real);
    Path file = Files.createFile(directory.resolve("file"));

    assertTrue(refusal(link).contains("it is a link"), refusal(link));
    assertTrue(refusal(file).contains("it is no folder"), refusal(file));
  }

  private static String refusal(Path folder) {
    return assertThrows(IOException.class, () -> PrivateFolder.require(folder)).getMessage();
  }

  private static String mode(Path folder) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(folder));
  }
}
