package dev.longspark.results;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/** The paper's tables of the {@code published} resources, as views of a session. */
final class PublishedTables {
  private static final String QUALITY =
      "f1 DOUBLE, precision DOUBLE, recall DOUBLE, hallucination DOUBLE";
  private static final String CELL = "model STRING, technique STRING, dataset STRING, ";
  private static final String SYSTEMS =
      "score DOUBLE, tokens_per_second DOUBLE, memory_gb DOUBLE, generated_tokens DOUBLE";

  /** Views, each by its resource and its columns. */
  private static final Map<String, Published> PUBLISHED =
      Map.of(
          "published_table2",
          new Published("table2_level1_average_quality", "technique STRING, " + QUALITY),
          "published_table3",
          new Published("table3_scalability_70b", CELL + SYSTEMS),
          "published_table4",
          new Published("table4_level1", CELL + SYSTEMS),
          "published_table5",
          new Published("table5_level1_quality", CELL + QUALITY),
          "published_table6",
          new Published("table6_level2", CELL + SYSTEMS),
          "published_table7",
          new Published("table7_level2_quality", CELL + QUALITY),
          "published_misprints",
          new Published("misprints", "table_number INT, " + CELL + "note STRING"));

  private PublishedTables() {}

  private record Published(String resource, String columns) {}

  static void register(SparkSession spark) {
    PUBLISHED.forEach(
        (view, source) -> {
          Dataset<String> lines =
              spark.createDataset(
                  lines("/published/" + source.resource + ".csv"), Encoders.STRING());
          // Not read().csv(): it would run the lines through Spark at once, for every table.
          lines
              .select(
                  functions
                      .from_csv(
                          functions.col("value"),
                          functions.lit(source.columns),
                          Map.of("mode", "FAILFAST"))
                      .as("row"))
              .select("row.*")
              .createOrReplaceTempView(view);
        });
  }

  /** The lines below the header. */
  private static List<String> lines(String resource) {
    try (InputStream in = PublishedTables.class.getResourceAsStream(resource);
        BufferedReader reader =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      return reader.lines().skip(1).toList();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read resource " + resource, e);
    }
  }
}
