package dev.longspark.tables;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/**
 * The views over some runs only, from rows that are read once: in its session the tables' and
 * views' bare names mean these runs until it is closed. For reports, which ask for many views.
 */
public final class RunResults implements AutoCloseable {
  private final SparkSession spark;
  private final List<Dataset<Row>> kept = new ArrayList<>();

  private RunResults(SparkSession spark) {
    this.spark = spark;
  }

  /**
   * Reads some runs.
   *
   * @param session its own from now on; stays the caller's to close
   * @param runs their ids
   */
  public static RunResults open(WarehouseSession session, List<String> runs) {
    RunResults results = new RunResults(session.spark());
    Column wanted = functions.col("run_id").isin(runs.toArray());
    results.keep(RunTable.NAME, results.stored(RunTable.NAME).where(wanted));
    results.keep(ScoreTable.NAME, results.stored(ScoreTable.NAME).where(wanted));
    Dataset<Row> generations = results.stored(GenerationTable.NAME).where(wanted);
    results.keep(GenerationTable.NAME, generations);
    // The long contexts stay where they are.
    results.keep(
        SampleTable.NAME,
        results
            .stored(SampleTable.NAME)
            .drop("context")
            .join(generations.select("sample_key").distinct(), "sample_key"));
    Views.NAMES.forEach(results::shadow);
    // A view keeps to what its names meant when it was made; a user's limits stay.
    Views.OF_THE_SESSION.stream().filter(name -> !name.equals("limits")).forEach(results::shadow);
    for (String name : List.of("sample_results", "task_scores", "paired_results", "candidates")) {
      results.keep(name, results.spark.table(name));
    }
    return results;
  }

  /** The rows of a table or view, of these runs only. */
  public Dataset<Row> view(String name) {
    return spark.table(name);
  }

  private Dataset<Row> stored(String table) {
    return spark.table(CatalogSettings.CATALOG + "." + CatalogSettings.NAMESPACE + "." + table);
  }

  /** A view that reads the kept rows, in place of the one that reads the whole tables. */
  private void shadow(String name) {
    spark.sql(
        "CREATE OR REPLACE TEMPORARY VIEW %s AS %s".formatted(name, SqlFile.read(name).text()));
  }

  private void keep(String name, Dataset<Row> rows) {
    Dataset<Row> cached = rows.cache();
    kept.add(cached);
    cached.createOrReplaceTempView(name);
  }

  @Override
  public void close() {
    kept.forEach(Dataset::unpersist);
    List.of(RunTable.NAME, ScoreTable.NAME, GenerationTable.NAME, SampleTable.NAME)
        .forEach(spark.catalog()::dropTempView);
    Views.NAMES.forEach(spark.catalog()::dropTempView);
    Views.register(spark);
  }
}
