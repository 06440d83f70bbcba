package dev.longspark.cli;

import dev.longspark.tables.RunRow;
import dev.longspark.tables.Warehouse;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The runs of a warehouse by the names that people give them: an id, the beginning of an id that
 * only one has, or {@code last}.
 */
final class RunNames {
  /** How options describe such a name. */
  static final String FORMS = "an id, the beginning of one, or last";

  private static final String LAST = "last";
  private static final int MOST_SHOWN = 5;

  private final String warehouse;
  private final List<RunRow> newestFirst;
  private final Map<String, Long> generations;

  private RunNames(String warehouse, List<RunRow> newestFirst, Map<String, Long> generations) {
    this.warehouse = warehouse;
    this.newestFirst = newestFirst;
    this.generations = generations;
  }

  static RunNames in(Warehouse warehouse) {
    return new RunNames(
        warehouse.settings().location(),
        warehouse.runs().stream().sorted(Comparator.comparing(RunRow::started).reversed()).toList(),
        warehouse.generationCounts());
  }

  /** All runs, the one that started last first. */
  List<RunRow> newestFirst() {
    return newestFirst;
  }

  /** How many generations a run has in the tables. */
  long generations(RunRow run) {
    return generations.getOrDefault(run.id(), 0L);
  }

  /**
   * The run of that name.
   *
   * @throws IllegalArgumentException if there is none, or more than one
   */
  RunRow named(String name) {
    if (name.equals(LAST)) {
      return last();
    }
    List<RunRow> found = newestFirst.stream().filter(run -> run.id().startsWith(name)).toList();
    List<RunRow> exact = found.stream().filter(run -> run.id().equals(name)).toList();
    if (exact.size() == 1) {
      return exact.get(0);
    }
    if (found.size() == 1) {
      return found.get(0);
    }
    throw new IllegalArgumentException(
        found.isEmpty()
            ? "Unknown run: '%s' in the warehouse %s (%s)"
                .formatted(name, warehouse, known(newestFirst))
            : "Ambiguous run: '%s' in the warehouse %s (%s)"
                .formatted(name, warehouse, known(found)));
  }

  /**
   * Of the runs that have generations, the one that started last.
   *
   * @throws IllegalArgumentException if none has
   */
  private RunRow last() {
    return newestFirst.stream()
        .filter(run -> generations(run) > 0)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Missing generations in the warehouse %s (%s)"
                        .formatted(warehouse, known(newestFirst))));
  }

  private static String known(List<RunRow> runs) {
    if (runs.isEmpty()) {
      return "it has no run";
    }
    String ids = runs.stream().limit(MOST_SHOWN).map(RunRow::id).collect(Collectors.joining(", "));
    int more = runs.size() - MOST_SHOWN;
    return "runs: " + ids + (more > 0 ? " and %d more; `runs` lists them".formatted(more) : "");
  }
}
