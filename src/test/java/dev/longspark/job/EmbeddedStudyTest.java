package dev.longspark.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.longspark.config.Study;
import dev.longspark.config.StudyFile;
import dev.longspark.inference.ExecutorEngine;
import dev.longspark.results.WarehouseSession;
import dev.longspark.tables.Warehouse;
import dev.longspark.testing.SharedSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The study that a newcomer runs first, with its real models. */
class EmbeddedStudyTest {
  private static final Path STUDY = Path.of("conf/sample.yaml");
  private static final Path SAMPLE = Path.of("src/main/resources/sample");
  private static final List<String> QUESTIONS =
      List.of("narrativeqa", "qasper", "hotpotqa", "2wikimqa");
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path directory;

  @Test
  void fullPrecisionScoresAreTheRecordedOnes() throws IOException {
    JsonNode recorded = JSON.readTree(SAMPLE.resolve("scores.json").toFile());

    Map<String, Double> expected = new TreeMap<>();
    recorded
        .fields()
        .forEachRemaining(task -> expected.put(task.getKey(), task.getValue().asDouble()));
    assertEquals(expected, scores());
  }

  @Test
  void answersNeedTheirContext() throws IOException {
    Path shuffled = Files.createDirectory(directory.resolve("shuffled"));
    for (String task : QUESTIONS) {
      Files.write(shuffled.resolve(task + ".jsonl"), shuffled(task));
    }

    Map<String, Double> scores = scores("data.path=" + shuffled, "tasks=" + QUESTIONS);

    scores.forEach(
        (task, score) ->
            assertTrue(score < 15, () -> task + " scores " + score + " with a foreign context"));
  }

  /** The task's lines, each with the context of the next one. */
  private static List<String> shuffled(String task) throws IOException {
    List<String> lines = Files.readAllLines(SAMPLE.resolve("data").resolve(task + ".jsonl"));
    List<String> shuffled = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      JsonNode next = JSON.readTree(lines.get((i + 1) % lines.size()));
      ObjectNode line = (ObjectNode) JSON.readTree(lines.get(i));
      shuffled.add(line.set("context", next.get("context")).toString());
    }
    return shuffled;
  }

  private Map<String, Double> scores(String... overrides) {
    List<String> all = new ArrayList<>(List.of(overrides));
    all.add("techniques=[FP16]");
    all.add("models.large.techniques=[FP16]");
    Study study = StudyFile.read(STUDY, all);
    try (Warehouse warehouse = SharedSpark.warehouse(directory.resolve("warehouse"));
        WarehouseSession session = SharedSpark.open(warehouse)) {
      EvaluationJob.of(study, ExecutorEngine::of, Duration.ofMillis(100))
          .run(session, progress -> {});
      Map<String, Double> scores = new TreeMap<>();
      for (Row row :
          session
              .query("SELECT concat(model, ' ', task), round(score, 2) FROM task_scores")
              .collectAsList()) {
        scores.put(row.getString(0), row.getDouble(1));
      }
      return scores;
    }
  }
}
