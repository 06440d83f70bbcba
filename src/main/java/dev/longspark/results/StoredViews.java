package dev.longspark.results;

import dev.longspark.tables.CatalogSettings;
import dev.longspark.tables.Warehouse;
import java.util.List;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.catalog.ViewCatalog;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.NoSuchViewException;
import org.apache.iceberg.spark.SparkSchemaUtil;
import org.apache.iceberg.spark.source.SparkView;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * The views that a catalog keeps. They are written by the catalog's own interface: Spark's CREATE
 * VIEW analyses a view down to the tables, which for views over views takes many times as long.
 */
final class StoredViews {
  private static final Namespace NAMESPACE = Namespace.of(CatalogSettings.NAMESPACE);

  /** The view's property that holds its query, as it stands in the resource. */
  private static final String SOURCE = "longspark.source";

  private static final String DIALECT = "spark";

  private final ViewCatalog catalog;
  private final SparkSession columns;

  private StoredViews(ViewCatalog catalog, SparkSession columns) {
    this.catalog = catalog;
    this.columns = columns;
  }

  /** Writes all views if one of them is missing or was made from another text. */
  static void refresh(List<SqlFile> files, ViewCatalog catalog, SparkSession spark) {
    if (files.stream().allMatch(file -> source(catalog, file.name()).equals(file.text()))) {
      return;
    }
    StoredViews views = new StoredViews(catalog, spark.newSession());
    Warehouse.SCHEMAS.forEach(
        (table, schema) -> views.stand(table, SparkSchemaUtil.convert(schema)));
    files.forEach(views::write);
  }

  private static String source(ViewCatalog catalog, String name) {
    try {
      return catalog.loadView(id(name)).properties().getOrDefault(SOURCE, "");
    } catch (NoSuchViewException e) {
      return "";
    }
  }

  private void write(SqlFile file) {
    StructType schema = columns.sql(file.text()).schema();
    stand(file.name(), schema);
    try {
      store(file, schema);
    } catch (AlreadyExistsException | CommitFailedException e) {
      // Another driver stored it at the same time, which is as well if it is the same.
      if (!source(catalog, file.name()).equals(file.text())) {
        throw e;
      }
    }
  }

  private void store(SqlFile file, StructType schema) {
    catalog
        .buildView(id(file.name()))
        .withSchema(SparkSchemaUtil.convert(schema))
        .withDefaultCatalog(CatalogSettings.CATALOG)
        .withDefaultNamespace(NAMESPACE)
        .withQuery(DIALECT, file.text())
        .withProperty(SOURCE, file.text())
        .withProperty("comment", file.description())
        .withProperty(SparkView.QUERY_COLUMN_NAMES, String.join(",", schema.fieldNames()))
        .createOrReplace();
  }

  /** An empty table of these columns stands for the one that a query names. */
  private void stand(String name, StructType schema) {
    columns.createDataFrame(List.of(), schema).createOrReplaceTempView(name);
  }

  private static TableIdentifier id(String name) {
    return TableIdentifier.of(NAMESPACE, name);
  }
}
