package dev.longspark.tables;

import java.util.List;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.catalog.ViewCatalog;
import org.apache.iceberg.exceptions.NoSuchViewException;
import org.apache.spark.sql.SparkSession;

/**
 * The packaged queries as views: persistent ones where the catalog keeps views, so that any Spark
 * session reads them, else temporary ones.
 */
public final class Views {
  /** All views, each below those that it reads. */
  public static final List<String> NAMES =
      List.of(
          "latest_generations",
          "latest_scores",
          "sample_results",
          "task_scores",
          "answer_quality",
          "failures",
          "compression_rates",
          "average_quality",
          "technique_summary",
          "baselines",
          "techniques",
          "paired_results",
          "relative_gain",
          "scalability",
          "radar",
          "latency_by_length",
          "pareto",
          "examples");

  /**
   * Views of one session, each below those that it reads: they call {@link ResultFunctions}, which
   * a catalog cannot keep, hold a user's choice or read the published tables.
   */
  public static final List<String> OF_THE_SESSION =
      List.of(
          "significance",
          "interaction",
          "protocol_agreement",
          "limits",
          "candidates",
          "recommendation",
          "health",
          "published",
          "beside_published");

  /** The view's property that holds its query, as it stands in the resource. */
  private static final String SOURCE = "longspark.source";

  private Views() {}

  /** Creates the views that are missing or were made from another text. */
  static void refresh(SparkSession spark, Catalog catalog) {
    for (String name : NAMES) {
      SqlFile file = SqlFile.read(name);
      if (!(catalog instanceof ViewCatalog views)) {
        spark.sql(file.text()).createOrReplaceTempView(name);
      } else if (!source(views, name).equals(file.text())) {
        spark.sql(
            "CREATE OR REPLACE VIEW %s.%s.%s COMMENT '%s' TBLPROPERTIES ('%s' = '%s') AS %s"
                .formatted(
                    CatalogSettings.CATALOG,
                    CatalogSettings.NAMESPACE,
                    name,
                    quoted(file.description()),
                    SOURCE,
                    quoted(file.text()),
                    file.text()));
      }
    }
  }

  /** Registers the functions and those views of the session that it lacks. */
  static void register(SparkSession spark) {
    List<String> missing =
        OF_THE_SESSION.stream().filter(name -> !spark.catalog().tableExists(name)).toList();
    if (!missing.isEmpty()) {
      registerInputs(spark);
    }
    for (String name : missing) {
      spark.sql(
          "CREATE OR REPLACE TEMPORARY VIEW %s AS %s".formatted(name, SqlFile.read(name).text()));
    }
  }

  /** Registers what the views of the session read beside other views. */
  static void registerInputs(SparkSession spark) {
    ResultFunctions.register(spark);
    PublishedTables.register(spark);
  }

  private static String source(ViewCatalog views, String name) {
    try {
      return views
          .loadView(TableIdentifier.of(Namespace.of(CatalogSettings.NAMESPACE), name))
          .properties()
          .getOrDefault(SOURCE, "");
    } catch (NoSuchViewException e) {
      return "";
    }
  }

  private static String quoted(String text) {
    return text.replace("\\", "\\\\").replace("'", "\\'");
  }
}
