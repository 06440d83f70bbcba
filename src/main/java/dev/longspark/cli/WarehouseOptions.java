package dev.longspark.cli;

import dev.longspark.tables.CatalogSettings;
import picocli.CommandLine.Option;

/** Where the tables are and which Spark reads them. */
final class WarehouseOptions {
  private static final String DEFAULT = "warehouse";

  @Option(
      names = "--warehouse",
      paramLabel = "DIR",
      description = "Folder of the tables (default: ./" + DEFAULT + ").")
  private String warehouse = DEFAULT;

  @Option(
      names = "--master",
      paramLabel = "URL",
      description = "Spark's master, unless spark-submit names one (default: ${DEFAULT-VALUE}).")
  private String master = "local[*]";

  CatalogSettings catalog() {
    return CatalogSettings.of(warehouse, System.getProperties());
  }

  String master() {
    return master;
  }
}
