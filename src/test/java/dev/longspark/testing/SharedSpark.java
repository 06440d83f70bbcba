package dev.longspark.testing;

import dev.longspark.results.WarehouseSession;
import dev.longspark.tables.CatalogSettings;
import dev.longspark.tables.RunRow;
import dev.longspark.tables.Warehouse;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Properties;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/** The one Spark of a test JVM: each test class opens a session of its own in it. */
public final class SharedSpark {
  private static final String EXTENSIONS = "spark.sql.extensions";

  private SharedSpark() {}

  /** A session over a warehouse; closing it leaves Spark running. */
  public static WarehouseSession open(Warehouse warehouse) {
    if (SparkSession.getDefaultSession().isEmpty()) {
      SparkConf conf =
          new SparkConf()
              .setMaster("local[2,4]")
              .setAppName("test")
              .set(EXTENSIONS, warehouse.settings().sparkSettings().get(EXTENSIONS))
              .set("spark.ui.enabled", "false")
              .set("spark.plugins", "dev.longspark.job.ModelPlugin")
              .set("spark.sql.shuffle.partitions", "2")
              .set("spark.sql.session.timeZone", "UTC")
              .set("spark.sql.debug.maxToStringFields", "200")
              // Compiling a query takes longer than running it over a handful of rows.
              .set("spark.sql.codegen.wholeStage", "false");
      SparkSession.builder().config(conf).getOrCreate();
    }
    return WarehouseSession.open(warehouse, "unused: Spark is running");
  }

  /** The warehouse in a directory. */
  public static Warehouse warehouse(Path directory) {
    return Warehouse.open(CatalogSettings.of(directory.toString(), new Properties()));
  }

  /** The id of the run that started last. */
  public static String latestRun(Warehouse warehouse) {
    return warehouse.runs().stream().max(Comparator.comparing(RunRow::started)).orElseThrow().id();
  }
}
