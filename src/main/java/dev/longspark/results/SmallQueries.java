package dev.longspark.results;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Queries over few rows. Planning again while running, compiling and splitting save time over many
 * rows; over a few thousand they are what takes it.
 */
final class SmallQueries {
  private static final Map<String, String> SETTINGS =
      Map.of(
          "spark.sql.adaptive.enabled", "false",
          "spark.sql.codegen.wholeStage", "false",
          "spark.sql.codegen.factoryMode", "NO_CODEGEN",
          "spark.sql.shuffle.partitions", "1",
          "spark.sql.leafNodeDefaultParallelism", "1");

  private SmallQueries() {}

  /** Does what plans and runs queries over few rows. */
  static void run(SparkSession spark, Runnable queries) {
    Map<String, String> before = new HashMap<>();
    SETTINGS.keySet().stream()
        .filter(name -> spark.conf().getOption(name).isDefined())
        .forEach(name -> before.put(name, spark.conf().get(name)));
    SETTINGS.forEach(spark.conf()::set);
    try {
      queries.run();
    } finally {
      SETTINGS.keySet().forEach(spark.conf()::unset);
      before.forEach(spark.conf()::set);
    }
  }

  /** The rows of a query. */
  static List<Row> rows(SparkSession spark, Dataset<Row> query) {
    List<Row> rows = new ArrayList<>();
    run(spark, () -> rows.addAll(query.collectAsList()));
    return rows;
  }

  /** The rows of a query, held by the driver. */
  static Dataset<Row> held(SparkSession spark, Dataset<Row> query) {
    return spark.createDataFrame(rows(spark, query), query.schema());
  }
}
