package dev.longspark.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.longspark.metrics.Metric;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class LongBenchTest {
  @Test
  void listsLongBenchsTasksInItsOrder() throws IOException {
    List<String> published = new ArrayList<>();
    golden("datasets.json").fieldNames().forEachRemaining(published::add);

    assertEquals(published, LongBench.TASKS.stream().map(Task::name).toList());
  }

  @Test
  void agreesWithThePublishedTable() throws IOException {
    JsonNode published = golden("datasets.json");

    for (Task task : LongBench.TASKS) {
      JsonNode row = published.get(task.name());
      assertEquals(row.get("language").asText(), task.language(), task.name());
      assertEquals(row.get("max_new_tokens").asInt(), task.maxNewTokens(), task.name());
      assertEquals(
          row.get("chat_template").asBoolean(),
          task.promptStyle() == PromptStyle.CHAT,
          task.name());
      assertEquals(
          row.get("first_line_rule").asBoolean(),
          task.answerRule() == AnswerRule.FIRST_LINE,
          task.name());
      assertEquals(
          row.get("metric")
              .asText()
              .replace("code_sim", "code_similarity")
              .toUpperCase(Locale.ROOT),
          ((Metric) task.metric()).name(),
          task.name());
      assertEquals(
          TaskCategory.valueOf(
                  row.get("task").asText().replaceAll("[- ]", "_").toUpperCase(Locale.ROOT))
              .label(),
          task.category(),
          task.name());
    }
  }

  @Test
  void keepsPromptsByteForByte() throws IOException {
    JsonNode published = golden("dataset2prompt.json");

    for (Task task : LongBench.TASKS) {
      assertEquals(published.get(task.name()).asText(), task.template().text(), task.name());
    }
  }

  @Test
  void stopsOnlySamsumAtALineBreak() {
    assertEquals(
        List.of(LongBench.task("samsum")),
        LongBench.TASKS.stream().filter(task -> task.stopRule() == StopRule.NEWLINE).toList());
  }

  @Test
  void rejectsUnknownTask() {
    Exception e = assertThrows(IllegalArgumentException.class, () -> LongBench.task("hotpot"));

    assertTrue(
        e.getMessage().startsWith("Unknown task: 'hotpot' (one of: narrativeqa, "), e.getMessage());
  }

  private static JsonNode golden(String name) throws IOException {
    try (InputStream in = LongBenchTest.class.getResourceAsStream("/golden/longbench/" + name)) {
      return new ObjectMapper().readTree(in);
    }
  }
}
