package dev.longspark.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What Spark adds to a study, from its event log: of the time from the first work unit's launch to
 * the application's end, the share in which the one executor did not run a unit.
 */
public final class SparkShare {
  private static final double GOAL = 0.05;
  private static final ObjectMapper JSON = new ObjectMapper();

  private SparkShare() {}

  /**
   * Prints the share and the start-up.
   *
   * @param args the folder of one application's event log, when its process was started (epoch, ms)
   */
  public static void main(String[] args) throws IOException {
    try (Stream<Path> files = Files.list(Path.of(args[0]))) {
      print(Files.readAllLines(files.findFirst().orElseThrow()), Long.parseLong(args[1]));
    }
  }

  private static void print(List<String> lines, long started) throws IOException {
    Set<Integer> stages = new HashSet<>(); // that run work units
    int units = 0;
    long ran = 0;
    long firstLaunch = Long.MAX_VALUE;
    long firstEnd = Long.MAX_VALUE;
    long lastEnd = 0;
    long applicationEnd = 0;
    for (String line : lines) {
      JsonNode event = JSON.readTree(line);
      switch (event.get("Event").asText()) {
        case "SparkListenerStageSubmitted" -> {
          // Jobs without one ask executors what they are, others compress contexts.
          String job = event.get("Properties").path("spark.job.description").asText();
          if (job.endsWith(" samples")) {
            stages.add(event.get("Stage Info").get("Stage ID").asInt());
          }
        }
        case "SparkListenerTaskEnd" -> {
          if (stages.contains(event.get("Stage ID").asInt())) {
            JsonNode task = event.get("Task Info");
            units++;
            ran += event.get("Task Metrics").get("Executor Run Time").asLong();
            firstLaunch = Math.min(firstLaunch, task.get("Launch Time").asLong());
            firstEnd = Math.min(firstEnd, task.get("Finish Time").asLong());
            lastEnd = Math.max(lastEnd, task.get("Finish Time").asLong());
          }
        }
        case "SparkListenerApplicationEnd" -> applicationEnd = event.get("Timestamp").asLong();
        default -> {}
      }
    }
    double between = 1 - (double) ran / (lastEnd - firstLaunch);
    double share = 1 - (double) ran / (applicationEnd - firstLaunch);
    System.out.printf(
        Locale.ROOT,
        "start-up: %.1f s from the command to the first work unit, %.1f s to its end (goal: first"
            + " token <= 12 s)%n"
            + "%d work units ran %.1f s; Spark's share %.1f %% between the first and the last, %.1f"
            + " %% with the last commit and the end (goal <= %.0f %%, %s)%n",
        (firstLaunch - started) / 1e3,
        (firstEnd - started) / 1e3,
        units,
        ran / 1e3,
        100 * between,
        100 * share,
        100 * GOAL,
        share <= GOAL ? "met" : "not met");
  }
}
