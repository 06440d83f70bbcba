package dev.longspark.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
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

  private static String answers(String queries) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (Warehouse warehouse = SharedSpark.warehouse(directory);
        WarehouseSession session = SharedSpark.open(warehouse);
        PrintStream out = new PrintStream(bytes, false, StandardCharsets.UTF_8)) {
      new SqlPrompt(session, ResultFormat.JSON, out)
          .answer(new BufferedReader(new StringReader(queries)));
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
