package dev.longspark.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longspark.results.ResultFormat;
import dev.longspark.results.WarehouseSession;
import dev.longspark.tables.Warehouse;
import dev.longspark.testing.SharedSpark;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqlPromptTest {
  @TempDir private static Path directory;

  @Test
  void answersQueriesOneAfterTheOtherAndGoesOnAfterAFault() {
    String[] answers =
        answers("SELECT 1 AS a;\nSELECT 2\n  AS b;\nSELEKT;\nSELECT 3 AS c").split("\n\n", -1);

    assertEquals("{\"a\":1}", answers[0]);
    assertEquals("{\"b\":2}", answers[1]);
    assertTrue(answers[2].startsWith("{\"error\":\"Invalid query: "), answers[2]);
    assertEquals("{\"c\":3}", answers[3]);
    assertEquals("", answers[4]);
  }

  @Test
  void aPersonMayAlsoAskWhatThereIs() {
    String answers = answers("help\n\\d\n\\d runs;\nquit\nSELECT 1;\n", ResultFormat.TABLE);

    assertTrue(answers.startsWith("A query ends with a semicolon"), answers);
    assertTrue(answers.contains("\ntask_scores\n"), answers);
    assertTrue(answers.lines().anyMatch(line -> line.matches("manifest +string .*")), answers);
    assertFalse(answers.lines().anyMatch(line -> line.strip().equals("1")), answers);
  }

  @Test
  void aWrongQueryIsRefusedWithoutItsPlan() {
    String answer = answers("SELECT nothing FROM runs;");

    assertTrue(answer.contains("UNRESOLVED_COLUMN"), answer);
    assertFalse(answer.contains("Project"), answer);
  }

  private static String answers(String queries) {
    return answers(queries, ResultFormat.JSON);
  }

  private static String answers(String queries, ResultFormat format) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (Warehouse warehouse = SharedSpark.warehouse(directory);
        WarehouseSession session = SharedSpark.open(warehouse);
        PrintStream out = new PrintStream(bytes, false, StandardCharsets.UTF_8)) {
      new SqlPrompt(session, format, out)
          .answer(QueryLines.of(new BufferedReader(new StringReader(queries))));
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
