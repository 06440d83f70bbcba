package dev.longspark.tables;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BiFunction;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;

/** What must be there before a warehouse is opened, and what is said where it is damaged. */
final class WarehouseFiles {
  private static final String RESTORE =
      "restore it from a copy of the warehouse, or name another one";

  private WarehouseFiles() {}

  /**
   * Holds tables to have their catalog: without it they look like an empty warehouse.
   *
   * @throws IllegalArgumentException naming the catalog's file
   */
  static void requireCatalogOfTables(CatalogSettings settings) {
    Optional<Path> file = settings.catalogFile();
    if (file.isEmpty() || isFilled(file.get())) {
      return;
    }
    Path tables = file.get().resolveSibling(CatalogSettings.NAMESPACE);
    if (Files.isDirectory(tables)) {
      throw new IllegalArgumentException(
          "Cannot open the warehouse %s: its catalog %s is %s, while there are tables in %s (%s)"
              .formatted(
                  settings.location(),
                  file.get(),
                  Files.exists(file.get()) ? "empty" : "missing",
                  tables,
                  RESTORE));
    }
  }

  /**
   * Holds a warehouse to be there, for whoever only reads.
   *
   * @throws IllegalArgumentException if it is not
   */
  static void requirePresent(CatalogSettings settings) {
    boolean isMissing =
        settings.directory().filter(place -> !Files.isDirectory(place)).isPresent()
            || settings.catalogFile().filter(file -> !isFilled(file)).isPresent();
    if (isMissing) {
      throw new IllegalArgumentException(
          "Missing warehouse: %s (a run creates it)".formatted(settings.location()));
    }
  }

  /**
   * Holds a catalog to have the tables, for whoever only reads.
   *
   * @throws IllegalArgumentException if it does not
   */
  static void requireTables(CatalogSettings settings, Catalog catalog) {
    Namespace namespace = Namespace.of(CatalogSettings.NAMESPACE);
    if (!catalog.tableExists(TableIdentifier.of(namespace, RunTable.NAME))) {
      throw new IllegalArgumentException(
          "Missing tables in the warehouse %s (a run creates them)".formatted(settings.location()));
    }
  }

  /**
   * Opens a warehouse's catalog, and what is in it.
   *
   * @throws UncheckedIOException if it cannot be read
   */
  static <T> T opened(CatalogSettings settings, BiFunction<CatalogSettings, Catalog, T> opening) {
    try {
      return opening.apply(
          settings,
          CatalogUtil.buildIcebergCatalog(
              CatalogSettings.CATALOG, settings.options(), settings.hadoop()));
    } catch (IllegalArgumentException e) {
      throw e;
    } catch (RuntimeException e) {
      throw damaged("Cannot open the warehouse " + settings.location(), e);
    }
  }

  /** A library's fault as one that says what can be done. */
  static UncheckedIOException damaged(String what, RuntimeException fault) {
    return new UncheckedIOException(
        what + " (is a file damaged or gone? " + RESTORE + ")",
        new IOException(reason(fault), fault));
  }

  private static String reason(Throwable fault) {
    Throwable cause = fault;
    while (cause.getMessage() == null && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return String.valueOf(cause.getMessage()).lines().findFirst().orElse("no reason given");
  }

  private static boolean isFilled(Path file) {
    try {
      return Files.isRegularFile(file) && Files.size(file) > 0;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file, e);
    }
  }
}
