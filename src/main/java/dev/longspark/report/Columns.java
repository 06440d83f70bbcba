package dev.longspark.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Properties;

/** How the views' columns are shown: titles and digits, from {@code report/columns.properties}. */
final class Columns {
  private static final String RESOURCE = "/report/columns.properties";
  private static final String NOTHING = "–";
  private static final int MOST_DECIMALS = 6;
  private static final double LEAST_P = 0.001;

  private final Properties titles;

  private Columns(Properties titles) {
    this.titles = titles;
  }

  static Columns read() {
    Properties titles = new Properties();
    try (InputStream in = Columns.class.getResourceAsStream(RESOURCE)) {
      titles.load(new InputStreamReader(in, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read resource " + RESOURCE, e);
    }
    return new Columns(titles);
  }

  /** The column's title, or its name where it has none. */
  String title(String column) {
    return entry(column)[0];
  }

  /** The values of one column as texts of equal precision. */
  List<String> texts(String column, List<Object> values) {
    int decimals = decimals(column, values);
    return values.stream().map(value -> text(column, value, decimals)).toList();
  }

  private int decimals(String column, List<Object> values) {
    String[] entry = entry(column);
    int decimals = entry.length > 1 ? Integer.parseInt(entry[1]) : 2;
    // Small models give small numbers: keep two digits of the middle one.
    double[] sizes =
        values.stream()
            .filter(Double.class::isInstance)
            .mapToDouble(value -> Math.abs((Double) value))
            .filter(size -> size > 0)
            .sorted()
            .toArray();
    if (sizes.length == 0 || column.startsWith("p_") || column.equals("p")) {
      return decimals;
    }
    int needed = 1 - (int) Math.floor(Math.log10(sizes[sizes.length / 2]));
    return Math.min(MOST_DECIMALS, Math.max(decimals, needed));
  }

  private static String text(String column, Object value, int decimals) {
    if (value == null) {
      return NOTHING;
    }
    if (value instanceof Double number) {
      if ((column.equals("p") || column.startsWith("p_")) && number < LEAST_P) {
        return "< " + LEAST_P;
      }
      return number(number, decimals);
    }
    return Objects.toString(value);
  }

  static String number(double value, int decimals) {
    String text = String.format(Locale.ROOT, "%." + decimals + "f", value);
    boolean zero = Double.parseDouble(text) == 0;
    return (zero ? text.replace("-", "") : text).replace('-', '−');
  }

  private String[] entry(String column) {
    return titles.getProperty(column, column.replace('_', ' ')).split("\\s*\\|\\s*", -1);
  }
}
