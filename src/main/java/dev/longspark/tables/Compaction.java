package dev.longspark.tables;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.iceberg.HistoryEntry;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotSummary;
import org.apache.iceberg.Table;
import org.apache.iceberg.spark.actions.SparkActions;
import org.apache.spark.sql.SparkSession;

/** Many small files into few large ones: reading hundreds of tiny ones takes seconds. */
public final class Compaction {
  private static final int MANY_FILES = 200;
  private static final int SNAPSHOTS_KEPT = 5;
  private static final int MANY_SNAPSHOTS = 100;

  /** For as long, whoever reads a snapshot finds its files. */
  private static final Duration READING = Duration.ofMinutes(10);

  private Compaction() {}

  /** Rewrites the table if it has many files, and lets go of what was there before. */
  public static void compact(SparkSession spark, Table table) {
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

  /**
   * Lets go of old snapshots once they are many: each commit writes all of them down again, so that
   * the thousandth takes longer than the first.
   */
  static void trim(Table table, Instant now) {
    List<HistoryEntry> history = table.history();
    long unread = now.minus(READING).toEpochMilli();
    if (history.size() > MANY_SNAPSHOTS && history.get(MANY_SNAPSHOTS).timestampMillis() < unread) {
      table.expireSnapshots().expireOlderThan(unread).retainLast(SNAPSHOTS_KEPT).commit();
    }
  }

  private static long files(Table table) {
    Snapshot now = table.currentSnapshot();
    return now == null
        ? 0
        : Long.parseLong(now.summary().getOrDefault(SnapshotSummary.TOTAL_DATA_FILES_PROP, "0"));
  }
}
