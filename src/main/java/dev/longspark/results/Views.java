package dev.longspark.results;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.ViewCatalog;
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
          "latest_divergences",
          "sample_results",
          "task_scores",
          "answer_quality",
          "failures",
          "compression_rates",
          "average_quality",
          "technique_summary",
          "baselines",
          "checkpoints",
          "techniques",
          "paired_results",
          "relative_gain",
          "scalability",
          "radar",
          "latency_by_length",
          "scores_by_length",
          "pareto",
          "examples");

  /**
   * Views of one session, each below those that it reads: they call {@link ResultFunctions}, which
   * a catalog cannot keep, hold a user's choice or read the published tables.
   */
  public static final List<String> OF_THE_SESSION =
      List.of(
          "significance",
          "fidelity",
          "fidelity_power",
          "run_differences",
          "interaction",
          "protocol_agreement",
          "limits",
          "candidates",
          "recommendation",
          "health",
          "batch",
          "crossover",
          "published",
          "beside_published");

  private static final Pattern SOURCE = Pattern.compile("\\b(?:FROM|JOIN)\\s+([a-z_]+)");

  private static final Pattern LISTING = Pattern.compile("\\bSHOW\\b", Pattern.CASE_INSENSITIVE);

  private Views() {}

  /** Creates the views that are missing or were made from another text. */
  static void refresh(SparkSession spark, Catalog catalog) {
    List<SqlFile> files = NAMES.stream().map(SqlFile::read).toList();
    if (catalog instanceof ViewCatalog views) {
      StoredViews.refresh(files, views, spark);
    } else {
      files.forEach(file -> spark.sql(file.text()).createOrReplaceTempView(file.name()));
    }
  }

  /** Registers what a query may name beside tables and stored views, as far as it names them. */
  static void register(SparkSession spark, String query) {
    registerInputs(spark, query);
    Set<String> named = named(query);
    for (String name : OF_THE_SESSION) {
      if (named.contains(name) && !spark.catalog().tableExists(name)) {
        spark.sql(
            "CREATE OR REPLACE TEMPORARY VIEW %s AS %s".formatted(name, SqlFile.read(name).text()));
      }
    }
  }

  /** The views of the session that a query reads, and all of them if it wants a list. */
  static Set<String> named(String query) {
    if (LISTING.matcher(query).find()) {
      return Set.copyOf(OF_THE_SESSION);
    }
    Set<String> named = new HashSet<>();
    StringBuilder texts = new StringBuilder(query);
    for (int i = OF_THE_SESSION.size() - 1; i >= 0; i--) {
      String name = OF_THE_SESSION.get(i);
      // A view reads only views above it.
      if (names(texts.toString(), name)) {
        named.add(name);
        texts.append('\n').append(SqlFile.read(name).text());
      }
    }
    return named;
  }

  /** The views that a query may read, itself or through others, each below those that it reads. */
  static List<String> read(String query) {
    List<String> all = Stream.concat(NAMES.stream(), OF_THE_SESSION.stream()).toList();
    Set<String> read = new HashSet<>();
    for (int i = all.size() - 1; i >= 0; i--) {
      String name = all.get(i);
      if (read.contains(name) || names(query, name)) {
        read.add(name);
        read.addAll(sources(name));
      }
    }
    return all.stream().filter(read::contains).toList();
  }

  /** What some views read. */
  static Set<String> inputs(Collection<String> views) {
    Set<String> inputs = new HashSet<>();
    views.forEach(view -> inputs.addAll(sources(view)));
    return inputs;
  }

  private static Set<String> sources(String view) {
    return SOURCE
        .matcher(SqlFile.read(view).text())
        .results()
        .map(match -> match.group(1))
        .collect(Collectors.toSet());
  }

  private static boolean names(String query, String view) {
    return Pattern.compile("\\b" + view + "\\b", Pattern.CASE_INSENSITIVE).matcher(query).find();
  }

  /** Registers what the views that a query names read beside other views. */
  static void registerInputs(SparkSession spark, String query) {
    ResultFunctions.register(spark);
    if (named(query).stream().anyMatch(name -> name.contains("published"))) {
      PublishedTables.register(spark);
    }
  }
}
