package dev.longspark.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MetricsPageTest {
  @Test
  void saysWhatExecutorsSaidLast() throws IOException, InterruptedException {
    try (ServerSocket taken = new ServerSocket(0);
        MetricsPage page = MetricsPage.start("run-1", taken.getLocalPort())) {
      page.put(new ExecutorReading("0@a", 0, 0, Map.of()));
      page.put(
          new ExecutorReading(
              "0@a",
              1,
              2,
              Map.of(
                  new ExecutorCounters.Series("my \"8b\"", "KV-Q"),
                  new ExecutorCounters.Counts(3, 40, 5, 6, 700))));

      assertNotEquals(taken.getLocalPort(), page.port(), "another driver has it");
      URI address = URI.create("http://127.0.0.1:%d/metrics".formatted(page.port()));
      String said =
          HttpClient.newHttpClient()
              .send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString())
              .body();

      String series = "{run=\"run-1\",executor=\"0@a\",model=\"my \\\"8b\\\"\",technique=\"KV-Q\"}";
      assertEquals(
          """
          # TYPE longspark_models gauge
          longspark_models{run="run-1",executor="0@a"} 1
          # TYPE longspark_model_loads_total counter
          longspark_model_loads_total{run="run-1",executor="0@a"} 2
          # TYPE longspark_generations_total counter
          longspark_generations_total%1$s 3
          # TYPE longspark_new_tokens_total counter
          longspark_new_tokens_total%1$s 40
          # TYPE longspark_failures_total counter
          longspark_failures_total%1$s 5
          # TYPE longspark_out_of_memory_total counter
          longspark_out_of_memory_total%1$s 6
          # TYPE longspark_peak_memory_bytes gauge
          longspark_peak_memory_bytes%1$s 700
          """
              .formatted(series),
          said);
    }
  }
}
