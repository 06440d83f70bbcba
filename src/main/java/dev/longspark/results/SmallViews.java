package dev.longspark.results;

import dev.longspark.tables.Warehouse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The views over a small warehouse: those that other views read are computed once and held by the
 * driver until the tables change. The plan of a view over views over stored tables takes longer to
 * make than all the plans of its parts.
 */
final class SmallViews {
  /** What only reads; anything else must mean the stored views. */
  private static final Pattern READING =
      Pattern.compile("\\A(\\s|--.*\\n)*(SELECT|WITH)\\b", Pattern.CASE_INSENSITIVE);

  private final Warehouse warehouse;
  private final SparkSession spark;
  private final Map<String, Dataset<Row>> held = new HashMap<>();
  private List<Long> state = List.of();

  SmallViews(Warehouse warehouse, SparkSession spark) {
    this.warehouse = warehouse;
    this.spark = spark;
  }

  /** Whether it can answer a query. */
  boolean suit(String query) {
    return READING.matcher(query).find() && warehouse.isSmall();
  }

  /** The result of a query, not yet run. */
  Dataset<Row> query(String sql) {
    List<Long> now = warehouse.state();
    if (!now.equals(state)) {
      held.clear();
      state = now;
    }
    List<String> views = Views.read(sql);
    Set<String> inputs = Views.inputs(views);
    List<String> standing = new ArrayList<>();
    try {
      for (String view : views) {
        // A session may have put its own in place of one.
        if (spark.sessionState().catalog().getTempView(view).isEmpty()) {
          standing.add(view);
          rows(view, inputs.contains(view)).createOrReplaceTempView(view);
        }
      }
      return spark.sql(sql);
    } finally {
      standing.forEach(spark.catalog()::dropTempView);
    }
  }

  private Dataset<Row> rows(String view, boolean isInput) {
    if (isInput && !held.containsKey(view)) {
      held.put(view, SmallQueries.held(spark, spark.sql(SqlFile.read(view).text())));
    }
    return held.containsKey(view) ? held.get(view) : spark.sql(SqlFile.read(view).text());
  }
}
