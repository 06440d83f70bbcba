package dev.longspark.job;

import dev.longspark.engine.torchscript.TorchRuntime;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.iceberg.IcebergBuild;

/**
 * What this program was built from, and the libraries that a result may depend on.
 *
 * @param version of the project
 * @param commit the whole hash; {@code unknown} in a build without git
 * @param dirty whether files differed from the commit; {@code unknown} in a build without git
 */
public record BuildInfo(String version, String commit, String dirty) {
  private static final String UNKNOWN = "unknown";

  /** What runs here: a name and its version each. */
  public List<Map.Entry<String, String>> libraries() {
    return List.of(
        Map.entry("Spark", org.apache.spark.package$.MODULE$.SPARK_VERSION()),
        Map.entry("Iceberg", IcebergBuild.version()),
        Map.entry("libtorch", TorchRuntime.VERSION),
        Map.entry("Java", System.getProperty("java.vm.version")));
  }

  /** That of this process. */
  public static BuildInfo read() {
    Properties git = new Properties();
    try (InputStream in = BuildInfo.class.getResourceAsStream("/git.properties")) {
      if (in != null) {
        git.load(in);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read resource git.properties", e);
    }
    return new BuildInfo(
        git.getProperty("git.build.version", UNKNOWN),
        git.getProperty("git.commit.id", UNKNOWN),
        git.getProperty("git.dirty", UNKNOWN));
  }
}
