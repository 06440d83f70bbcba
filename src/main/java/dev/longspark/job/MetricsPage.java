package dev.longspark.job;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToLongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The driver's page for Prometheus, {@code http://DRIVER:PORT/metrics}: what all executors said of
 * themselves, so that one address is scraped, whatever machines and ports executors get.
 */
final class MetricsPage implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MetricsPage.class);
  private static final int PORTS = 16;

  private final String run;
  private final Map<String, ExecutorReading> readings = new ConcurrentHashMap<>();
  private final HttpServer server;

  private MetricsPage(String run, HttpServer server) {
    this.run = run;
    this.server = server;
  }

  /**
   * Serves until closed.
   *
   * @param run stands in every line
   * @param port or, if it is taken by another driver, the first free one of the next 15
   * @throws UncheckedIOException if none is free
   */
  static MetricsPage start(String run, int port) {
    for (int tried = port; ; tried++) {
      try {
        MetricsPage page = new MetricsPage(run, HttpServer.create(new InetSocketAddress(tried), 0));
        page.server.createContext("/metrics", page::answer);
        page.server.start();
        LOG.info("Metrics for Prometheus are at port {}, /metrics", page.port());
        return page;
      } catch (BindException e) {
        if (tried == port + PORTS - 1) {
          throw new UncheckedIOException(
              "Cannot serve metrics: ports %d to %d are taken".formatted(port, tried), e);
        }
      } catch (IOException e) {
        throw new UncheckedIOException("Cannot serve metrics at port " + tried, e);
      }
    }
  }

  int port() {
    return server.getAddress().getPort();
  }

  /** Takes the place of what the same executor said before. */
  void put(ExecutorReading reading) {
    readings.put(reading.executor(), reading);
  }

  private void answer(HttpExchange exchange) throws IOException {
    byte[] body = text().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  /** In Prometheus' text format, version 0.0.4. */
  String text() {
    StringBuilder text = new StringBuilder();
    Map<String, ExecutorReading> sorted = new TreeMap<>(readings);
    type(text, "longspark_models", "gauge");
    sorted.values().forEach(each -> line(text, "longspark_models", each, "", each.models()));
    type(text, "longspark_model_loads_total", "counter");
    sorted
        .values()
        .forEach(each -> line(text, "longspark_model_loads_total", each, "", each.modelLoads()));
    add(text, "longspark_generations_total", "counter", ExecutorCounters.Counts::generations);
    add(text, "longspark_new_tokens_total", "counter", ExecutorCounters.Counts::newTokens);
    add(text, "longspark_failures_total", "counter", ExecutorCounters.Counts::failures);
    add(text, "longspark_out_of_memory_total", "counter", ExecutorCounters.Counts::outOfMemory);
    add(text, "longspark_peak_memory_bytes", "gauge", ExecutorCounters.Counts::peakMemoryBytes);
    return text.toString();
  }

  private void add(
      StringBuilder text, String name, String type, ToLongFunction<ExecutorCounters.Counts> value) {
    type(text, name, type);
    new TreeMap<>(readings)
        .values()
        .forEach(
            reading ->
                reading
                    .counts()
                    .forEach(
                        (series, counts) ->
                            line(
                                text,
                                name,
                                reading,
                                ",model=\"%s\",technique=\"%s\""
                                    .formatted(
                                        escaped(series.model()), escaped(series.technique())),
                                value.applyAsLong(counts))));
  }

  private static void type(StringBuilder text, String name, String type) {
    text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
  }

  private void line(
      StringBuilder text, String name, ExecutorReading reading, String labels, long value) {
    text.append(name)
        .append("{run=\"")
        .append(escaped(run))
        .append("\",executor=\"")
        .append(escaped(reading.executor()))
        .append('"')
        .append(labels)
        .append("} ")
        .append(value)
        .append('\n');
  }

  private static String escaped(String label) {
    return label.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
