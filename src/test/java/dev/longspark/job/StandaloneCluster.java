package dev.longspark.job;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A standalone Master and two Workers, each a JVM with the tests' class path and an address of its
 * own, so that Spark takes them for two hosts. Each has one GPU, or says so.
 */
final class StandaloneCluster implements AutoCloseable {
  private static final List<String> HOSTS = List.of("127.0.0.1", "127.0.0.2");

  private final List<Process> daemons = new ArrayList<>();
  private final String url;

  private StandaloneCluster(String url) {
    this.url = url;
  }

  /** Starts the daemons; a driver that comes early waits for them. */
  static StandaloneCluster start(Path directory) throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName(HOSTS.get(0)))) {
      port = free.getLocalPort();
    }
    StandaloneCluster cluster = new StandaloneCluster("spark://" + HOSTS.get(0) + ":" + port);
    Path home = Files.createDirectories(directory.resolve("spark-home"));
    Files.createDirectories(home.resolve("jars"));
    Map<String, String> environment =
        Map.of("SPARK_HOME", home.toString(), "SPARK_SCALA_VERSION", "2.12");
    cluster.daemons.add(
        JavaProcess.start(
            "org.apache.spark.deploy.master.Master",
            List.of("-Xmx256m"),
            environment,
            List.of("--host", HOSTS.get(0), "--port", "" + port, "--webui-port", "0")
                .toArray(String[]::new)));
    for (String host : HOSTS) {
      Path gpu = gpuScript(directory, HOSTS.indexOf(host) + 4);
      cluster.daemons.add(
          JavaProcess.start(
              "org.apache.spark.deploy.worker.Worker",
              List.of(
                  "-Xmx256m",
                  "-Dspark.worker.resource.gpu.amount=1",
                  "-Dspark.worker.resource.gpu.discoveryScript=" + gpu),
              environment,
              Stream.of(
                      List.of("--host", host, "--webui-port", "0", "--cores", "4"),
                      List.of("--memory", "8g", "--work-dir", directory.resolve("work").toString()),
                      List.of(cluster.url))
                  .flatMap(List::stream)
                  .toArray(String[]::new)));
    }
    return cluster;
  }

  private static Path gpuScript(Path directory, int address) throws IOException {
    Path script = directory.resolve("gpu-" + address + ".sh");
    Files.writeString(
        script,
        "#!/bin/sh\necho '{\"name\": \"gpu\", \"addresses\": [\"%d\"]}'\n".formatted(address));
    return Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
  }

  /** Starts a driver of {@link ClusterDriver}. */
  Process drive(List<String> settings, String... arguments) throws IOException {
    List<String> options = new ArrayList<>();
    options.add("-Xmx1g");
    options.add("-Dspark.master=" + url);
    options.add("-Dspark.driver.host=" + HOSTS.get(0));
    options.add("-Dspark.driver.bindAddress=" + HOSTS.get(0));
    options.add("-Dspark.executor.memory=512m");
    options.add("-Dspark.executor.extraClassPath=" + JavaProcess.classPath());
    options.add(
        "-Dspark.executor.extraJavaOptions=-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
            + " -Dlog4j2.configurationFile="
            + Path.of("conf/log4j2.properties").toAbsolutePath());
    options.add("-Dspark.scheduler.minRegisteredResourcesRatio=1.0");
    options.add("-Dspark.ui.enabled=false");
    options.add("-Dspark.locality.wait=1s");
    options.addAll(settings);
    return JavaProcess.start(ClusterDriver.class.getName(), options, Map.of(), arguments);
  }

  @Override
  public void close() {
    // Executors notice that their worker is gone and go too.
    daemons.forEach(Process::destroyForcibly);
  }
}
