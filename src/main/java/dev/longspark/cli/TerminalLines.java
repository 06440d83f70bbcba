package dev.longspark.cli;

import dev.longspark.results.Views;
import dev.longspark.results.WarehouseSession;
import dev.longspark.tables.Warehouse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jline.reader.Candidate;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/**
 * Lines that a person edits, with those of earlier sessions at the arrow keys, and the names of
 * tables, views and their columns at the tabulator.
 */
final class TerminalLines implements QueryLines, AutoCloseable {
  /** All tables and views. */
  static final List<String> TABLES =
      Stream.of(
              Warehouse.SCHEMAS.keySet().stream().sorted(),
              Views.NAMES.stream(),
              Views.OF_THE_SESSION.stream())
          .flatMap(names -> names)
          .toList();

  private static final List<String> WORDS =
      List.of(
          "SELECT",
          "FROM",
          "WHERE",
          "GROUP BY",
          "ORDER BY",
          "LIMIT",
          "JOIN",
          "USING",
          "DESCRIBE",
          "SHOW VIEWS",
          "exit",
          "help");

  private static final Pattern NAME = Pattern.compile("\\w+");

  private final WarehouseSession session;
  private final Map<String, List<String>> columns = new HashMap<>();
  private final Terminal terminal;
  private final LineReader reader;

  TerminalLines(WarehouseSession session) {
    this.session = session;
    try {
      terminal = TerminalBuilder.builder().system(true).build();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot open the terminal", e);
    }
    reader =
        LineReaderBuilder.builder()
            .terminal(terminal)
            .appName("longspark")
            .variable(
                LineReader.HISTORY_FILE,
                Path.of(System.getProperty("user.home"), ".longspark_history"))
            .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true) // a ! is an operator here
            .completer(
                (line, parsed, candidates) ->
                    completions(parsed.line()).map(Candidate::new).forEach(candidates::add))
            .build();
  }

  /** What may stand in a line: names, and the columns of the tables and views that it names. */
  private Stream<String> completions(String line) {
    Stream<String> ofLine =
        NAME.matcher(line)
            .results()
            .map(found -> found.group())
            .filter(TABLES::contains)
            .flatMap(name -> columns.computeIfAbsent(name, session::columns).stream());
    return Stream.of(TABLES.stream(), WORDS.stream(), ofLine).flatMap(names -> names).distinct();
  }

  @Override
  public String read(String prompt) {
    try {
      return reader.readLine(prompt);
    } catch (UserInterruptException e) {
      return read(prompt); // Ctrl-C throws a line away, as in other shells
    } catch (EndOfFileException e) {
      return null;
    }
  }

  @Override
  public void close() {
    try {
      terminal.close();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot close the terminal", e);
    }
  }
}
