package dev.longspark.results;

import dev.longspark.files.Shown;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** How a result is written. */
public enum ResultFormat {
  /** Aligned columns for a person; fractions to four digits. */
  TABLE {
    @Override
    public void write(Dataset<Row> result, PrintStream out) {
      table(result).print(out);
    }
  },
  /**
   * RFC 4180, with a header; full precision, nested values as JSON. A text that a spreadsheet would
   * take for a formula begins with an apostrophe; control and direction characters are written as
   * {@code \}{@code u202e}.
   */
  CSV {
    @Override
    public void write(Dataset<Row> result, PrintStream out) {
      out.println(csvLine(List.of(result.columns())));
      NestedColumns.asJson(result)
          .toLocalIterator()
          .forEachRemaining(row -> out.println(csvLine(texts(row))));
    }
  },
  /** One JSON object per line; null values are left out. */
  JSON {
    @Override
    public void write(Dataset<Row> result, PrintStream out) {
      result.toJSON().toLocalIterator().forEachRemaining(out::println);
    }
  };

  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?|[+-]?Infinity|NaN");

  /** Writes all rows. */
  public abstract void write(Dataset<Row> result, PrintStream out);

  static TextTable table(Dataset<Row> result) {
    List<List<String>> lines = new ArrayList<>();
    lines.add(List.of(result.columns()));
    NestedColumns.asJson(result).toLocalIterator().forEachRemaining(row -> lines.add(cells(row)));
    return TextTable.of(lines);
  }

  private static List<String> cells(Row row) {
    List<String> cells = new ArrayList<>();
    for (int column = 0; column < row.size(); column++) {
      Object value = row.get(column);
      if (value instanceof Double || value instanceof Float) {
        cells.add(String.format(Locale.ROOT, "%.4f", ((Number) value).doubleValue()));
      } else {
        cells.add(value == null ? "" : value.toString());
      }
    }
    return cells;
  }

  private static List<String> texts(Row row) {
    List<String> texts = new ArrayList<>();
    for (int column = 0; column < row.size(); column++) {
      texts.add(row.isNullAt(column) ? "" : row.get(column).toString());
    }
    return texts;
  }

  private static String csvLine(List<String> texts) {
    return texts.stream().map(ResultFormat::csvText).collect(Collectors.joining(","));
  }

  /** A spreadsheet takes what begins so for a formula. */
  private static boolean isFormula(String text) {
    return !text.isEmpty()
        && "=+-@\t".indexOf(text.charAt(0)) >= 0
        && !NUMBER.matcher(text).matches();
  }

  /** Line breaks stay, in quotes; what else steers a terminal or a page is shown. */
  private static String visible(String text) {
    return text.lines().count() <= 1 && !text.endsWith("\n")
        ? Shown.visible(text)
        : Arrays.stream(text.split("\n", -1)).map(Shown::visible).collect(Collectors.joining("\n"));
  }

  private static String csvText(String written) {
    String text = (isFormula(written) ? "'" : "") + visible(written);
    boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
  }
}
