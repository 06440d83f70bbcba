package dev.longspark.results;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
  /** RFC 4180, with a header; full precision, nested values as JSON. */
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

  private static String csvText(String text) {
    boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
  }
}
