package dev.longspark.results;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Lines of text in aligned columns, numbers to the right.
 *
 * @param lines the header, then the rows; all of one length
 */
public record TextTable(List<List<String>> lines) {
  private static final Pattern NUMBER = Pattern.compile("-?[0-9.]*(E-?[0-9]+)?|NaN");
  private static final String GAP = "  ";

  public TextTable {
    lines = lines.stream().map(List::copyOf).toList();
  }

  /** A table of a header and its rows. */
  public static TextTable of(List<List<String>> lines) {
    return new TextTable(lines);
  }

  /** Whether there is nothing below the header. */
  public boolean isEmpty() {
    return lines.size() < 2;
  }

  /** Writes the header, a rule and the rows. */
  public void print(PrintStream out) {
    int columns = lines.get(0).size();
    List<Integer> widths = new ArrayList<>();
    List<Boolean> numbers = new ArrayList<>();
    for (int column = 0; column < columns; column++) {
      int at = column;
      widths.add(lines.stream().mapToInt(line -> width(line.get(at))).max().orElse(0));
      numbers.add(lines.stream().skip(1).allMatch(line -> isNumber(line.get(at))));
    }
    out.println(line(lines.get(0), widths, numbers));
    out.println(rule(widths));
    lines.stream().skip(1).forEach(line -> out.println(line(line, widths, numbers)));
  }

  private static boolean isNumber(String cell) {
    return NUMBER.matcher(cell).matches();
  }

  private static int width(String cell) {
    return cell.codePointCount(0, cell.length());
  }

  private static String rule(List<Integer> widths) {
    return String.join(GAP, widths.stream().map("-"::repeat).toList());
  }

  private static String line(List<String> cells, List<Integer> widths, List<Boolean> numbers) {
    List<String> padded = new ArrayList<>();
    for (int column = 0; column < cells.size(); column++) {
      String cell = cells.get(column).replace('\n', ' ').replace('\r', ' ');
      String pad = " ".repeat(widths.get(column) - width(cell));
      padded.add(numbers.get(column) ? pad + cell : cell + pad);
    }
    return String.join(GAP, padded).stripTrailing();
  }
}
