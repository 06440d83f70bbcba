package dev.longspark.tables;

import java.util.Map;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.AlreadyExistsException;

/**
 * Creates what a catalog lacks of a warehouse: its namespace, tables, and columns that came later.
 */
final class TableCreation {
  private static final Namespace NAMESPACE = Namespace.of(CatalogSettings.NAMESPACE);

  /** Many small appends: merge manifests, keep few metadata files, outlast other writers. */
  private static final Map<String, String> PROPERTIES =
      Map.of(
          "commit.retry.num-retries", "20",
          "write.metadata.delete-after-commit.enabled", "true",
          "write.metadata.previous-versions-max", "20",
          "write.parquet.compression-codec", "zstd");

  private final Catalog catalog;

  private TableCreation(Catalog catalog) {
    this.catalog = catalog;
  }

  /** Creates the namespace; several processes may do so at once. */
  static TableCreation in(Catalog catalog) {
    SupportsNamespaces namespaces = (SupportsNamespaces) catalog;
    if (!namespaces.namespaceExists(NAMESPACE)) {
      try {
        namespaces.createNamespace(NAMESPACE);
      } catch (AlreadyExistsException e) {
        // Another process was first, which is just as well.
        return new TableCreation(catalog);
      }
    }
    return new TableCreation(catalog);
  }

  /** The table with all columns of its schema. */
  Table table(String name, Schema schema, PartitionSpec spec) {
    TableIdentifier id = TableIdentifier.of(NAMESPACE, name);
    if (!catalog.tableExists(id)) {
      try {
        return catalog.createTable(id, schema, spec, PROPERTIES);
      } catch (AlreadyExistsException e) {
        return NewColumns.add(catalog.loadTable(id), schema);
      }
    }
    return NewColumns.add(catalog.loadTable(id), schema);
  }
}
