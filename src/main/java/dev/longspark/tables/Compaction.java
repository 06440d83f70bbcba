package dev.longspark.tables;

import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotSummary;
import org.apache.iceberg.Table;
import org.apache.iceberg.spark.actions.SparkActions;
import org.apache.spark.sql.SparkSession;

/** Many small files into few large ones: reading hundreds of tiny ones takes seconds. */
final class Compaction {
  private static final int MANY_FILES = 200;
  private static final int SNAPSHOTS_KEPT = 5;

  private Compaction() {}

  /** Rewrites the table if it has many files, and lets go of what was there before. */
  static void compact(SparkSession spark, Table table) {
    table.refresh();
    if (files(table) <= MANY_FILES) {
      return;
    }
    SparkActions.get(spark).rewriteDataFiles(table).execute();
    table
        .expireSnapshots()
        .expireOlderThan(System.currentTimeMillis())
        .retainLast(SNAPSHOTS_KEPT)
        .commit();
  }

  private static long files(Table table) {
    Snapshot now = table.currentSnapshot();
    return now == null
        ? 0
        : Long.parseLong(now.summary().getOrDefault(SnapshotSummary.TOTAL_DATA_FILES_PROP, "0"));
  }
}
