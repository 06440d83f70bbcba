package dev.longspark.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What Spark wrote down of one study. Times are of the epoch in milliseconds.
 *
 * @param units all that generated, in the order of their launch
 * @param slots how many units could run at a time
 * @param scoredMillis how long tasks that scored ran
 * @param end the application's
 */
record EventLog(List<Unit> units, int slots, long scoredMillis, long end) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** A work unit: where it ran, from when to when, and how long of that the executor worked. */
  record Unit(String executor, long launch, long finish, long ranMillis) {}

  /** Reads the only application in a folder of event logs. */
  static EventLog read(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return of(Files.readAllLines(files.findFirst().orElseThrow()));
    }
  }

  private static EventLog of(List<String> lines) throws IOException {
    Set<Integer> generating = new HashSet<>(); // stages
    Set<Integer> scoring = new HashSet<>();
    List<Unit> units = new ArrayList<>();
    int slots = 0;
    long scored = 0;
    long end = 0;
    for (String line : lines) {
      JsonNode event = JSON.readTree(line);
      switch (event.get("Event").asText()) {
        case "SparkListenerExecutorAdded" ->
            slots += event.get("Executor Info").get("Total Cores").asInt();
        case "SparkListenerStageSubmitted" -> {
          // Jobs without one ask executors what they are, others compress contexts.
          String job = event.get("Properties").path("spark.job.description").asText();
          JsonNode stage = event.get("Stage Info");
          if (job.endsWith(" samples")) {
            generating.add(stage.get("Stage ID").asInt());
          }
          if (job.startsWith("score ")) {
            scoring.add(stage.get("Stage ID").asInt());
          }
        }
        case "SparkListenerTaskEnd" -> {
          int stage = event.get("Stage ID").asInt();
          long ran = event.get("Task Metrics").get("Executor Run Time").asLong();
          scored += scoring.contains(stage) ? ran : 0;
          if (generating.contains(stage)) {
            units.add(unit(event.get("Task Info"), ran));
          }
        }
        case "SparkListenerApplicationEnd" -> end = event.get("Timestamp").asLong();
        default -> {}
      }
    }
    units.sort((a, b) -> Long.compare(a.launch(), b.launch()));
    return new EventLog(units, slots, scored, end);
  }

  private static Unit unit(JsonNode task, long ran) {
    return new Unit(
        task.get("Executor ID").asText(),
        task.get("Launch Time").asLong(),
        task.get("Finish Time").asLong(),
        ran);
  }

  /** When the first unit was launched. */
  long firstLaunch() {
    return units.get(0).launch();
  }

  /** When the last unit ended. */
  long lastFinish() {
    return units.stream().mapToLong(Unit::finish).max().orElseThrow();
  }
}
