package dev.longspark.report;

import dev.longspark.report.ReportTable.Cell;
import dev.longspark.report.ReportTable.Heading;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A table as LaTeX: a tabular with the rules of package booktabs, to be put into a float. */
final class LatexTable {
  private static final Map<Integer, String> SIGNS =
      Map.ofEntries(
          Map.entry((int) '\\', "\\textbackslash{}"),
          Map.entry((int) '&', "\\&"),
          Map.entry((int) '%', "\\%"),
          Map.entry((int) '$', "\\$"),
          Map.entry((int) '#', "\\#"),
          Map.entry((int) '_', "\\_"),
          Map.entry((int) '{', "\\{"),
          Map.entry((int) '}', "\\}"),
          Map.entry((int) '~', "\\textasciitilde{}"),
          Map.entry((int) '^', "\\textasciicircum{}"),
          Map.entry((int) '<', "$<$"),
          Map.entry((int) '>', "$>$"),
          Map.entry((int) '↑', "$\\uparrow$"),
          Map.entry((int) '↓', "$\\downarrow$"),
          Map.entry((int) '×', "$\\times$"),
          Map.entry((int) '≈', "$\\approx$"),
          Map.entry((int) '▲', "$\\uparrow$"),
          Map.entry((int) '▼', "$\\downarrow$"),
          Map.entry((int) '−', "$-$"),
          Map.entry((int) 'τ', "$\\tau$"),
          Map.entry((int) '–', "--"));

  private LatexTable() {}

  static String of(ReportTable table) {
    String columns =
        table.headings().stream()
            .map(heading -> heading.number() ? "r" : "l")
            .collect(Collectors.joining());
    StringBuilder text = new StringBuilder();
    text.append("%% %s\n".formatted(table.title()));
    text.append("\\begin{tabular}{%s}\n\\toprule\n".formatted(columns));
    text.append(
        line(table.headings().stream().map(Heading::title).map(LatexTable::escaped).toList()));
    text.append("\\midrule\n");
    table.rows().forEach(row -> text.append(line(row.stream().map(LatexTable::cell).toList())));
    return text.append("\\bottomrule\n\\end{tabular}\n").toString();
  }

  private static String cell(Cell cell) {
    String text = escaped(cell.text());
    return cell.best() ? "\\textbf{" + text + "}" : text;
  }

  private static String escaped(String text) {
    return text.codePoints()
        .mapToObj(sign -> SIGNS.getOrDefault(sign, Character.toString(sign)))
        .collect(Collectors.joining());
  }

  private static String line(List<String> cells) {
    return String.join(" & ", cells) + " \\\\\n";
  }
}
