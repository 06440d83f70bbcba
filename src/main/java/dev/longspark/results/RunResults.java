package dev.longspark.results;

import dev.longspark.tables.CatalogSettings;
import dev.longspark.tables.DivergenceTable;
import dev.longspark.tables.GenerationTable;
import dev.longspark.tables.RunTable;
import dev.longspark.tables.SampleTable;
import dev.longspark.tables.ScoreTable;
import java.io.PrintStream;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/**
 * The views over some runs only, each computed once, when asked for, and held by the driver: in its
 * session the tables' and views' bare names mean these rows until it is closed. For reports, which
 * ask for many views: computed one from the rows of another, each plan stays short, while the plan
 * of a view over views over the stored tables takes longer to make than to run.
 */
public final class RunResults implements AutoCloseable {
  private static final List<String> TABLES =
      List.of(
          RunTable.NAME,
          ScoreTable.NAME,
          GenerationTable.NAME,
          DivergenceTable.NAME,
          SampleTable.NAME);
  private static final String LIMITS = "limits";

  private final SparkSession spark;
  private final Map<String, List<Row>> held = new HashMap<>();

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
    ResultFunctions.register(results.spark);
    PublishedTables.register(results.spark);
    results.readTables(functions.col("run_id").isin(runs.toArray()));
    return results;
  }

  private void readTables(Column wanted) {
    hold(RunTable.NAME, stored(RunTable.NAME).where(wanted));
    hold(ScoreTable.NAME, stored(ScoreTable.NAME).where(wanted));
    hold(GenerationTable.NAME, stored(GenerationTable.NAME).where(wanted));
    hold(DivergenceTable.NAME, stored(DivergenceTable.NAME).where(wanted));
    // The long contexts stay where they are: no view reads them.
    Dataset<Row> used = spark.table(GenerationTable.NAME).select("sample_key").distinct();
    hold(
        SampleTable.NAME,
        stored(SampleTable.NAME).withColumn("context", functions.lit("")).join(used, "sample_key"));
  }

  /** The rows of a table or view, of these runs only. */
  public List<Row> rows(String name) {
    for (String view : Views.read(name)) {
      boolean isGiven = view.equals(LIMITS) && spark.catalog().tableExists(LIMITS);
      if (!held.containsKey(view) && !isGiven) {
        hold(view, spark.sql(SqlFile.read(view).text()));
      }
    }
    return held.get(name);
  }

  /** Writes the rows of a table or view in some order. */
  public void write(String name, Comparator<Row> order, ResultFormat format, PrintStream out) {
    List<Row> sorted = rows(name).stream().sorted(order).toList();
    Dataset<Row> result = spark.createDataFrame(sorted, spark.table(name).schema());
    SmallQueries.run(spark, () -> format.write(result, out));
  }

  private Dataset<Row> stored(String table) {
    return spark.table(CatalogSettings.CATALOG + "." + CatalogSettings.NAMESPACE + "." + table);
  }

  private void hold(String name, Dataset<Row> query) {
    List<Row> rows = SmallQueries.rows(spark, query);
    held.put(name, rows);
    spark.createDataFrame(rows, query.schema()).createOrReplaceTempView(name);
  }

  @Override
  public void close() {
    Stream.of(TABLES, Views.NAMES, Views.OF_THE_SESSION)
        .flatMap(List::stream)
        .forEach(spark.catalog()::dropTempView);
  }
}
