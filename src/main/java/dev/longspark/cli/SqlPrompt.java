package dev.longspark.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.longspark.results.ResultFormat;
import dev.longspark.results.WarehouseSession;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Map;

/**
 * Queries one after the other in one session, for people and for programs such as notebooks: each
 * ends with a semicolon at the end of a line, each answer with an empty line. In the format for
 * people a line may be a word of the prompt's own instead.
 */
final class SqlPrompt {
  private static final String PROMPT = "sql> ";
  private static final String CONTINUED = "  -> ";

  private static final String HELP =
      """
      A query ends with a semicolon at the end of a line. Also:
        \\d            the tables and views
        \\d NAME       the columns of one
        exit, quit    the end, as Ctrl-D
      """;

  private final WarehouseSession session;
  private final ResultFormat format;
  private final PrintStream out;

  SqlPrompt(WarehouseSession session, ResultFormat format, PrintStream out) {
    this.session = session;
    this.format = format;
    this.out = out;
  }

  /** Answers until the input ends. */
  void answer(QueryLines in) {
    StringBuilder query = new StringBuilder();
    String line = in.read(PROMPT);
    while (line != null && !isEnd(query, line)) {
      if (!answersWord(query, line)) {
        query.append(line).append('\n');
        if (line.stripTrailing().endsWith(";")) {
          answer(query.toString());
          query.setLength(0);
        }
      }
      line = in.read(query.toString().isBlank() ? PROMPT : CONTINUED);
    }
    if (!query.toString().isBlank()) {
      answer(query.toString());
    }
  }

  private boolean isEnd(StringBuilder query, String line) {
    String word = word(line);
    return isWord(query) && (word.equals("exit") || word.equals("quit"));
  }

  private boolean answersWord(StringBuilder query, String line) {
    String word = word(line);
    if (!isWord(query)) {
      return false;
    }
    if (word.equals("help")) {
      out.println(HELP);
    } else if (word.equals("\\d")) {
      TerminalLines.TABLES.forEach(out::println);
      out.println();
    } else if (word.startsWith("\\d ")) {
      answer("DESCRIBE " + word.substring(3).strip());
    } else {
      return false;
    }
    out.flush();
    return true;
  }

  /** Between two queries of a person. */
  private boolean isWord(StringBuilder query) {
    return format == ResultFormat.TABLE && query.toString().isBlank();
  }

  private static String word(String line) {
    return line.strip().replaceFirst(";$", "").strip().toLowerCase(Locale.ROOT);
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
