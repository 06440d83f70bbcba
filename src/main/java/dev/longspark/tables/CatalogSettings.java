package dev.longspark.tables;

import dev.longspark.files.Location;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;

/**
 * Where a warehouse is and which Iceberg catalog keeps it. A warehouse in a local directory keeps
 * its catalog in an SQLite file of its own; any other catalog is named by settings {@code
 * spark.sql.catalog.lake.*}, which go before.
 *
 * @param location an absolute path or a URI: Iceberg stores paths as given, so a relative one would
 *     break from another directory
 * @param options the catalog's properties, as Iceberg names them
 */
public record CatalogSettings(String location, Map<String, String> options) {
  /** The catalog's name in Spark SQL. */
  public static final String CATALOG = "lake";

  /** The namespace that holds the tables and views. */
  public static final String NAMESPACE = "longspark";

  private static final String PREFIX = "spark.sql.catalog." + CATALOG;
  private static final String HADOOP = "hadoop.";
  private static final String SQLITE =
      "jdbc:sqlite:%s/catalog.db?busy_timeout=60000&transaction_mode=IMMEDIATE";

  public CatalogSettings {
    options = Map.copyOf(options);
  }

  /**
   * The settings of the warehouse at a place.
   *
   * @param warehouse a directory or a URI
   * @param properties Spark's settings, e.g. the system's properties
   * @throws IllegalArgumentException if the place is not local and no catalog is named
   */
  public static CatalogSettings of(String warehouse, Properties properties) {
    Map<String, String> options = new TreeMap<>();
    Optional<Path> directory = localDirectory(warehouse);
    String location = directory.map(Path::toString).orElse(warehouse);
    options.put("warehouse", location);
    if (directory.isPresent()) {
      options.put("type", "jdbc");
      options.put("uri", SQLITE.formatted(location));
      // Older schemas of the JDBC catalog have no views.
      options.put("jdbc.schema-version", "V1");
      // On a Hadoop cluster a plain path would otherwise be one of its hdfs:.
      options.put(HADOOP + "fs.defaultFS", "file:///");
      options.put(HADOOP + "fs.file.impl", LocalFiles.class.getName());
      // Or whoever opened Hadoop's own first would hand it on.
      options.put(HADOOP + "fs.file.impl.disable.cache", "true");
    }
    for (String name : properties.stringPropertyNames()) {
      if (name.startsWith(PREFIX + ".")) {
        options.put(name.substring(PREFIX.length() + 1), properties.getProperty(name));
      }
    }
    if (!options.containsKey("type") && !options.containsKey("catalog-impl")) {
      throw new IllegalArgumentException(
          "Missing catalog for the warehouse %s: only a local directory has one of its own; set %s.type"
              .formatted(warehouse, PREFIX));
    }
    return new CatalogSettings(location, options);
  }

  /** The directory, if the warehouse is one of this machine's. */
  public Optional<Path> directory() {
    return localDirectory(location);
  }

  /** The file of the catalog, if the warehouse keeps its own. */
  Optional<Path> catalogFile() {
    return directory()
        .filter(place -> SQLITE.formatted(location).equals(options.get("uri")))
        .map(place -> place.resolve("catalog.db"));
  }

  /** How to reach the tables' file system: Spark's {@code spark.hadoop.*} and the catalog's own. */
  Configuration hadoop() {
    Configuration hadoop = SparkHadoopUtil.get().newConfiguration(new SparkConf());
    options.forEach(
        (name, value) -> {
          if (name.startsWith(HADOOP)) {
            hadoop.set(name.substring(HADOOP.length()), value);
          }
        });
    return hadoop;
  }

  /** Creates the directory, if the warehouse is one. */
  void createDirectory() {
    directory()
        .ifPresent(
            path -> {
              try {
                Files.createDirectories(path);
              } catch (IOException e) {
                throw new UncheckedIOException("Cannot create the warehouse directory " + path, e);
              }
            });
  }

  /** What a plain Spark session needs to see the tables and views without a prefix. */
  public Map<String, String> sparkSettings() {
    Map<String, String> settings = new TreeMap<>();
    settings.put(
        "spark.sql.extensions",
        "org.apache.iceberg.spark.extensions.IcebergSparkSessionExtensions");
    settings.put(PREFIX, "org.apache.iceberg.spark.SparkCatalog");
    options.forEach((name, value) -> settings.put(PREFIX + "." + name, value));
    settings.put(PREFIX + ".default-namespace", NAMESPACE);
    // A cached table would hide what the job commits meanwhile.
    settings.put(PREFIX + ".cache-enabled", "false");
    settings.put("spark.sql.defaultCatalog", CATALOG);
    return settings;
  }

  private static Optional<Path> localDirectory(String warehouse) {
    return new Location(warehouse).local().map(path -> path.toAbsolutePath().normalize());
  }
}
