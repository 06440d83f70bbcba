package dev.longspark.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.longspark.results.ResultFormat;
import dev.longspark.results.WarehouseSession;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.Map;

/**
 * Queries one after the other in one session, for people and for programs such as notebooks: each
 * ends with a semicolon at the end of a line, each answer with an empty line.
 */
final class SqlPrompt {
  private static final String PROMPT = "sql> ";
  private static final String CONTINUED = "  -> ";

  private final WarehouseSession session;
  private final ResultFormat format;
  private final PrintStream out;

  SqlPrompt(WarehouseSession session, ResultFormat format, PrintStream out) {
    this.session = session;
    this.format = format;
    this.out = out;
  }

  /** Answers until the input ends. */
  void answer(BufferedReader in) {
    StringBuilder query = new StringBuilder();
    try {
      ask(PROMPT);
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        query.append(line).append('\n');
        if (line.stripTrailing().endsWith(";")) {
          answer(query.toString());
          query.setLength(0);
        }
        ask(query.toString().isBlank() ? PROMPT : CONTINUED);
      }
      if (!query.toString().isBlank()) {
        answer(query.toString());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read queries from standard input", e);
    }
  }

  /** In the format for people only. */
  private void ask(String prompt) {
    if (format == ResultFormat.TABLE) {
      System.err.print(prompt);
    }
  }

  private void answer(String query) {
    try {
      session.print(query, format, out);
    } catch (Exception e) {
      // One wrong query must not end the session; Spark throws checked exceptions undeclared. A
      // program reads the message where it reads answers.
      if (format == ResultFormat.JSON) {
        out.println(json(e));
      } else {
        System.err.println(e.getMessage());
      }
    }
    out.println();
    out.flush();
  }

  private static String json(Exception e) {
    try {
      return new ObjectMapper().writeValueAsString(Map.of("error", String.valueOf(e.getMessage())));
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("Cannot write a map as JSON", impossible);
    }
  }
}
