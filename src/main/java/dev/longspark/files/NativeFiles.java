package dev.longspark.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where DJL unpacks the native libraries that it loads. By itself it takes the user's home folder,
 * and where that cannot be written a folder of everybody's, with whatever library lies there.
 */
public final class NativeFiles {
  private static final String DJL = "DJL_CACHE_DIR";

  private NativeFiles() {}

  /**
   * Names a folder of the user's own where DJL would take everybody's; to be called before its
   * first library is loaded.
   *
   * @throws UncheckedIOException if there can be none
   */
  public static void keepPrivate() {
    boolean isNamed = System.getenv(DJL) != null || System.getProperty(DJL) != null;
    if (isNamed || Files.isWritable(Path.of(System.getProperty("user.home")))) {
      return;
    }
    try {
      Path folder = PrivateFolder.require(PrivateFolder.ofNode()).resolve("djl");
      System.setProperty(DJL, PrivateFolder.require(folder).toString());
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot unpack native libraries", e);
    }
  }
}
