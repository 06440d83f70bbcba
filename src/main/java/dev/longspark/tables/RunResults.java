package dev.longspark.tables;

import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/**
 * The views over some runs only, each computed once and held by the driver: in its session the
 * tables' and views' bare names mean these rows until it is closed. For reports, which ask for many
 * views: computed one from the rows of another, each plan stays short, while the plan of a view
 * over views over the stored tables takes longer to make than to run.
 */
public final class RunResults implements AutoCloseable {
  private static final List<String> TABLES =
      List.of(RunTable.NAME, ScoreTable.NAME, GenerationTable.NAME, SampleTable.NAME);
  private static final String LIMITS = "limits";

  /** Compares runs, and reads itself twice: nothing for the rows of one. */
  private static final String RUN_DIFFERENCES = "run_differences";

  private final SparkSession spark;

  private RunResults(SparkSession spark) {
    this.spark = spark;
  }

  /**
   * Reads some runs and computes all views but the one between runs.
   *
   * @param session its own from now on; stays the caller's to close
   * @param runs their ids
   */
  public static RunResults open(WarehouseSession session, List<String> runs) {
    RunResults results = new RunResults(session.spark());
    Views.registerInputs(results.spark);
    results.readTables(functions.col("run_id").isin(runs.toArray()));
    Stream.concat(Views.NAMES.stream(), Views.OF_THE_SESSION.stream())
        .filter(name -> !name.equals(RUN_DIFFERENCES))
        .filter(name -> !(name.equals(LIMITS) && results.spark.catalog().tableExists(LIMITS)))
        .forEach(name -> results.hold(name, results.spark.sql(SqlFile.read(name).text())));
    return results;
  }

  private void readTables(Column wanted) {
    hold(RunTable.NAME, stored(RunTable.NAME).where(wanted));
    hold(ScoreTable.NAME, stored(ScoreTable.NAME).where(wanted));
    hold(GenerationTable.NAME, stored(GenerationTable.NAME).where(wanted));
    // The long contexts stay where they are: no view reads them.
    Dataset<Row> used = view(GenerationTable.NAME).select("sample_key").distinct();
    hold(
        SampleTable.NAME,
        stored(SampleTable.NAME).withColumn("context", functions.lit("")).join(used, "sample_key"));
  }

  /** The rows of a table or view, of these runs only. */
  public Dataset<Row> view(String name) {
    return spark.table(name);
  }

  private Dataset<Row> stored(String table) {
    return spark.table(CatalogSettings.CATALOG + "." + CatalogSettings.NAMESPACE + "." + table);
  }

  private void hold(String name, Dataset<Row> rows) {
    spark.createDataFrame(rows.collectAsList(), rows.schema()).createOrReplaceTempView(name);
  }

  @Override
  public void close() {
    Stream.of(TABLES, Views.NAMES, Views.OF_THE_SESSION)
        .flatMap(List::stream)
        .forEach(spark.catalog()::dropTempView);
  }
}
