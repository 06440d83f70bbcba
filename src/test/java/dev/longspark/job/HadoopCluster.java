package dev.longspark.job;

import java.io.IOException;
import java.io.OutputStream;
import java.io.Reader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;

/**
 * Hadoop's own servers as JVMs with the tests' class path (which has them with {@code -Phadoop}): a
 * NameNode with a DataNode, and YARN's ResourceManager with two NodeManagers. Clients find them by
 * a folder of settings, as on any cluster.
 */
final class HadoopCluster implements AutoCloseable {
  private static final String LOCALHOST = "127.0.0.1";
  private static final String LAST = "</configuration>";
  private static final String YARN = "org.apache.hadoop.yarn.server.";

  private final List<Process> daemons = new ArrayList<>();
  private final Path directory;
  private final String files;

  private HadoopCluster(Path directory) throws IOException {
    this.directory = directory;
    int port = freePort();
    files = "hdfs://" + LOCALHOST + ":" + port;
    Process hdfs =
        JavaProcess.start(
            "org.apache.hadoop.mapreduce.MiniHadoopClusterManager",
            List.of("-Xmx512m"),
            Map.of(),
            "-nomr",
            "-format",
            "-nnport",
            "" + port,
            "-Dhdfs.minidfs.basedir=" + directory.resolve("hdfs"),
            "-writeConfig",
            "/dev/stdout");
    daemons.add(hdfs);
    awaitConfiguration(hdfs.inputReader());
    write("core-site.xml", Map.of("fs.defaultFS", files));
  }

  /** Starts the file system and returns when it takes files. */
  static HadoopCluster start(Path directory) throws IOException {
    return new HadoopCluster(directory);
  }

  /** It writes its settings when it is up, and no line end behind them. */
  private static void awaitConfiguration(Reader said) throws IOException {
    StringBuilder text = new StringBuilder();
    while (text.indexOf(LAST, Math.max(0, text.length() - LAST.length())) < 0) {
      int next = said.read();
      if (next < 0) {
        throw new IOException("Cannot start HDFS: it ended by itself (its servers need -Phadoop)");
      }
      text.append((char) next);
    }
  }

  /** Starts YARN too; an application that comes early waits for it. */
  void startYarn() throws IOException {
    Path settings = write("yarn-site.xml", yarnSettings());
    Map<String, String> environment = Map.of("JAVA_HOME", System.getProperty("java.home"));
    daemons.add(
        JavaProcess.start(
            YARN + "resourcemanager.ResourceManager",
            List.of("-Xmx512m"),
            environment,
            "-conf",
            settings.toString()));
    for (int node = 1; node <= 2; node++) {
      Path place = Files.createDirectories(directory.resolve("node-" + node));
      String anyPort = "127.0.0." + node + ":0";
      daemons.add(
          JavaProcess.start(
              YARN + "nodemanager.NodeManager",
              List.of("-Xmx512m", "-Dyarn.log.dir=" + place.resolve("logs")),
              environment,
              "-conf",
              settings.toString(),
              "-conf",
              settings.resolveSibling("core-site.xml").toString(),
              "-Dyarn.nodemanager.address=" + anyPort,
              "-Dyarn.nodemanager.localizer.address=" + anyPort,
              "-Dyarn.nodemanager.webapp.address=" + anyPort,
              "-Dyarn.nodemanager.local-dirs=" + place.resolve("local"),
              "-Dyarn.nodemanager.log-dirs=" + place.resolve("logs")));
    }
  }

  private static Map<String, String> yarnSettings() throws IOException {
    Map<String, String> settings = new TreeMap<>();
    for (String part : List.of("", ".scheduler", ".resource-tracker", ".admin", ".webapp")) {
      settings.put("yarn.resourcemanager" + part + ".address", LOCALHOST + ":" + freePort());
    }
    settings.put("yarn.scheduler.capacity.root.queues", "default");
    settings.put("yarn.scheduler.capacity.root.default.capacity", "100");
    settings.put("yarn.scheduler.capacity.maximum-am-resource-percent", "1");
    settings.put("yarn.scheduler.minimum-allocation-mb", "128");
    settings.put("yarn.nodemanager.resource.memory-mb", "4096");
    settings.put("yarn.nodemanager.resource.cpu-vcores", "4");
    // A JVM reserves far more addresses than it uses memory.
    settings.put("yarn.nodemanager.vmem-check-enabled", "false");
    return settings;
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  private Path write(String name, Map<String, String> settings) throws IOException {
    Configuration written = new Configuration(false);
    settings.forEach(written::set);
    Path file = Files.createDirectories(settings()).resolve(name);
    try (OutputStream out = Files.newOutputStream(file)) {
      written.writeXml(out);
    }
    return file;
  }

  /** The folder that {@code HADOOP_CONF_DIR} names. */
  Path settings() {
    return directory.resolve("hadoop-conf");
  }

  /** The root of the file system. */
  String files() {
    return files;
  }

  /** Copies a folder of this machine there and returns its URI. */
  String put(Path folder, String target) throws IOException {
    String uri = files + target;
    org.apache.hadoop.fs.Path place = new org.apache.hadoop.fs.Path(uri);
    FileSystem there = place.getFileSystem(new Configuration());
    there.copyFromLocalFile(new org.apache.hadoop.fs.Path(folder.toUri()), place);
    return uri;
  }

  @Override
  public void close() {
    daemons.forEach(Process::destroyForcibly);
  }
}
