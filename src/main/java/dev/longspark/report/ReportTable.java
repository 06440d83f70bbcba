package dev.longspark.report;

import java.util.List;

/**
 * One table as it is shown, whatever the format.
 *
 * @param name its file's name
 * @param title what it shows
 * @param note how to read it; may be empty
 * @param headings its columns
 * @param rows its cells, as many in each row as there are headings
 */
public record ReportTable(
    String name, String title, String note, List<Heading> headings, List<List<Cell>> rows) {
  public ReportTable {
    headings = List.copyOf(headings);
    rows = rows.stream().map(List::copyOf).toList();
    for (List<Cell> row : rows) {
      if (row.size() != headings.size()) {
        throw new IllegalArgumentException(
            "Invalid row of %s: %d cells (expected %d)"
                .formatted(name, row.size(), headings.size()));
      }
    }
  }

  /**
   * A column's head.
   *
   * @param title in words, with its unit
   * @param number whether its cells are aligned to the right
   */
  public record Heading(String title, boolean number) {}

  /**
   * One cell.
   *
   * @param text as shown
   * @param best whether it is the best of its column, where the column has one
   */
  public record Cell(String text, boolean best) {
    static Cell of(String text) {
      return new Cell(text, false);
    }

    /** Whether it is aligned to the right, as a number or the lack of one. */
    public boolean number() {
      return !text.isEmpty() && "0123456789−–<".indexOf(text.charAt(0)) >= 0;
    }
  }

  /** Whether there is nothing to show. */
  public boolean isEmpty() {
    return rows.isEmpty();
  }
}
