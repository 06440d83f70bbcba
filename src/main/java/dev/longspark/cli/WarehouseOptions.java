package dev.longspark.cli;

import dev.longspark.config.Study;
import dev.longspark.job.SparkRequest;
import dev.longspark.tables.CatalogSettings;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import picocli.CommandLine.Option;

/** Where the tables are and which Spark reads them. */
final class WarehouseOptions {
  private static final String DEFAULT = "warehouse";

  @Option(
      names = "--warehouse",
      defaultValue = "",
      paramLabel = "DIR",
      description = "Folder of the tables (default: ./" + DEFAULT + ").")
  private String warehouse;

  @Option(
      names = "--master",
      defaultValue = "",
      paramLabel = "URL",
      description = "Spark's master, unless spark-submit names one (default: this machine).")
  private String master;

  CatalogSettings catalog() {
    return catalog(DEFAULT);
  }

  /** The tables: those of the option, else those of the study, else the default's. */
  CatalogSettings catalog(String fromStudy) {
    String otherwise = fromStudy.isEmpty() ? DEFAULT : fromStudy;
    return CatalogSettings.of(warehouse.isEmpty() ? otherwise : warehouse, System.getProperties());
  }

  /** All cores of this machine, unless the option says otherwise. */
  String master() {
    return master.isEmpty() ? "local[*]" : master;
  }

  /** Spark for a study: on this machine, as many units at a time as it wants. */
  Map<String, String> spark(Study study) {
    Map<String, String> given = new TreeMap<>();
    Properties properties = System.getProperties();
    properties.stringPropertyNames().stream()
        .filter(name -> name.startsWith("spark."))
        .forEach(name -> given.put(name, properties.getProperty(name)));
    String local = "local[" + study.resources().executors() + "]";
    return SparkRequest.of(study, given, master.isEmpty() ? local : master);
  }
}
