package dev.longspark.job;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/**
 * A machine to submit from: this build in a folder as {@code submit/stage.sh} would fill it, and
 * Spark's and Hadoop's libraries as installations, whose two commands are scripts of the tests.
 *
 * @param directory that has both
 */
record SubmitHost(Path directory) {
  /** What this build has beside Spark. */
  private static final Pattern OURS =
      Pattern.compile("djl|pytorch|jcuda|iceberg|opennlp|jieba|sqlite|picocli|jmustache");

  /** Links the jars and copies the commands. */
  static SubmitHost write(Path directory) throws IOException {
    Path jars = Files.createDirectories(directory.resolve("longspark/jars"));
    Path spark = Files.createDirectories(directory.resolve("spark/jars"));
    for (String jar :
        Files.readString(Path.of("target/classpath.txt")).strip().split(File.pathSeparator, -1)) {
      link(jars, Path.of(jar));
      if (!OURS.matcher(Path.of(jar).getFileName().toString()).find()) {
        link(spark, Path.of(jar));
      }
    }
    for (String jar : JavaProcess.classPath().split(File.pathSeparator, -1)) {
      if (jar.contains("spark-yarn")) {
        link(spark, Path.of(jar));
      }
    }
    String own = jars.resolve("longspark-0.1.0-SNAPSHOT.jar").toString();
    int ended =
        ToolProvider.findFirst("jar")
            .orElseThrow()
            .run(System.out, System.err, "-c", "-0", "-f", own, "-C", "target/classes", ".");
    if (ended != 0) {
      throw new IOException("Cannot write " + own);
    }
    for (String part : List.of("conf", "submit")) {
      Files.createSymbolicLink(
          directory.resolve("longspark").resolve(part), Path.of(part).toAbsolutePath());
    }
    for (String command : List.of("spark-submit", "hadoop")) {
      Path script = Files.createDirectories(directory.resolve("spark/bin")).resolve(command);
      Files.copy(Path.of("src/test/resources/hadoop", command), script);
      Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    }
    return new SubmitHost(directory);
  }

  private static void link(Path folder, Path jar) throws IOException {
    Files.createSymbolicLink(folder.resolve(jar.getFileName()), jar);
  }

  /**
   * Runs a script of {@code submit/}; what it prints on standard output goes where the test's does.
   */
  Process start(String script, HadoopCluster cluster, String... arguments) throws IOException {
    List<String> command =
        Stream.concat(
                Stream.of("bash", directory.resolve("longspark/submit").resolve(script).toString()),
                Stream.of(arguments))
            .toList();
    ProcessBuilder builder = new ProcessBuilder(command);
    Path bin = directory.resolve("spark/bin");
    builder
        .environment()
        .putAll(
            Map.of(
                "JAVA_HOME",
                System.getProperty("java.home"),
                "SPARK_HOME",
                bin.getParent().toString(),
                "HADOOP_CONF_DIR",
                cluster.settings().toString(),
                "PATH",
                bin + File.pathSeparator + System.getenv("PATH"),
                "SPARK_LOCAL_IP",
                "127.0.0.1",
                "OMP_NUM_THREADS",
                "1",
                "LONGSPARK_CACHE_DIR",
                directory.resolve("cache").toString(),
                "LONGSPARK_MEMORY",
                "512m",
                "LONGSPARK_NATIVE",
                "1g"));
    return builder.redirectOutput(ProcessBuilder.Redirect.INHERIT).start();
  }
}
