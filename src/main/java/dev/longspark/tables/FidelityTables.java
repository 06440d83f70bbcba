package dev.longspark.tables;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.types.Types.NestedField;

/** The two tables of a warehouse that compare techniques with their baselines token by token. */
public final class FidelityTables {
  private final Clock clock;
  private final Table followed;
  private final Table divergences;

  FidelityTables(TableCreation tables, Clock clock) {
    this.clock = clock;
    followed = tables.table(FollowedTable.NAME, FollowedTable.SCHEMA, FollowedTable.SPEC);
    divergences = tables.table(DivergenceTable.NAME, DivergenceTable.SCHEMA, DivergenceTable.SPEC);
  }

  List<Table> tables() {
    return List.of(followed, divergences);
  }

  /** Commits baselines along their answers, all or none of them. */
  public void appendFollowed(List<FollowedRow> rows) {
    Instant now = clock.instant();
    RecordFiles.append(followed, rows, row -> FollowedTable.toRecord(row, now), now);
  }

  /** Commits divergences, all or none of them. */
  public void appendDivergences(List<DivergenceRow> rows) {
    Instant now = clock.instant();
    RecordFiles.append(divergences, rows, row -> DivergenceTable.toRecord(row, now), now);
  }

  /** The generations of a run whose baseline was led along its answer. */
  public Set<GenerationKey> followed(String run) {
    return keys(followed, run);
  }

  /** The generations of a run with a row of {@code divergences}. */
  public Set<GenerationKey> compared(String run) {
    return keys(divergences, run);
  }

  private static Set<GenerationKey> keys(Table table, String run) {
    Set<GenerationKey> keys = new HashSet<>();
    RecordFiles.read(
        table,
        Expressions.equal("run_id", run),
        KeyColumns.NAMES,
        row -> keys.add(KeyColumns.read(row)));
    return keys;
  }

  /**
   * Baselines along their answers.
   *
   * @param samples by their keys
   */
  public List<FollowedRow> followed(String run, String model, Set<String> samples) {
    List<FollowedRow> rows = new ArrayList<>();
    Expression where =
        Expressions.and(
            Expressions.equal("run_id", run),
            Expressions.equal("model", model),
            Expressions.in("sample_key", samples));
    List<String> columns = FollowedTable.SCHEMA.columns().stream().map(NestedField::name).toList();
    RecordFiles.read(followed, where, columns, row -> rows.add(FollowedTable.fromRecord(row)));
    return rows;
  }
}
