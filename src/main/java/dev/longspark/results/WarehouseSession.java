package dev.longspark.results;

import dev.longspark.tables.Compaction;
import dev.longspark.tables.Warehouse;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkException;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.internal.StaticSQLConf;

/** A warehouse with Spark SQL over its tables and views, by their bare names. */
public final class WarehouseSession implements AutoCloseable {
  private static final String NAME = "spark.app.name";

  private final Warehouse warehouse;
  private final SparkSession spark;
  private final Runnable stop;
  private final SmallViews small;

  private WarehouseSession(Warehouse warehouse, SparkSession spark, Runnable stop) {
    this.warehouse = warehouse;
    this.spark = spark;
    this.stop = stop;
    small = new SmallViews(warehouse, spark);
  }

  /**
   * Starts Spark, or opens a session of its own in the Spark that runs in this process.
   *
   * @param warehouse stays the caller's to close
   * @param master Spark's master; settings from outside, such as spark-submit's, go before it
   */
  public static WarehouseSession open(Warehouse warehouse, String master) {
    return open(warehouse, Map.of("spark.master", master));
  }

  /**
   * As {@link #open(Warehouse, String)}, with more of Spark's settings.
   *
   * @param warehouse stays the caller's to close
   * @param defaults of Spark; settings from outside go before them
   */
  public static WarehouseSession open(Warehouse warehouse, Map<String, String> defaults) {
    Map<String, String> settings = new TreeMap<>(warehouse.settings().sparkSettings());
    WarehouseSession session;
    if (SparkSession.getDefaultSession().isDefined()) {
      SparkSession spark = SparkSession.getDefaultSession().get().newSession();
      settings.remove(StaticSQLConf.SPARK_SESSION_EXTENSIONS().key());
      settings.forEach(spark.conf()::set);
      session = new WarehouseSession(warehouse, spark, () -> {});
    } else {
      SparkConf conf = conf(defaults);
      settings.forEach(conf::set);
      SparkSession spark = SparkSession.builder().config(conf).getOrCreate();
      session = new WarehouseSession(warehouse, spark, spark::stop);
    }
    Views.refresh(session.spark, warehouse.catalog());
    return session;
  }

  private static SparkConf conf(Map<String, String> defaults) {
    SparkConf conf = new SparkConf();
    if (conf.get(NAME, "").startsWith("dev.longspark.")) {
      conf.remove(NAME); // spark-submit's own, which says nothing
    }
    defaults.forEach(conf::setIfMissing);
    return conf.setIfMissing(NAME, "longspark")
        .setIfMissing("spark.ui.enabled", "false")
        .setIfMissing("spark.sql.shuffle.partitions", "4")
        .setIfMissing("spark.sql.session.timeZone", "UTC")
        // It would warn that a wide table's plan is long.
        .setIfMissing("spark.sql.debug.maxToStringFields", "200");
  }

  /** The running session. */
  public SparkSession spark() {
    return spark;
  }

  /** The tables. */
  public Warehouse warehouse() {
    return warehouse;
  }

  /**
   * Runs a query.
   *
   * @throws IllegalArgumentException if Spark cannot make sense of it
   */
  public Dataset<Row> query(String sql) {
    String query = sql.strip().replaceFirst(";$", "");
    if (small.suit(query)) {
      Views.registerInputs(spark, query);
      try {
        return small.query(query);
      } catch (Exception e) {
        // A view of the user's own may read ours, which Spark resolves only as they are stored.
        requireAnalysisException(e);
      }
    }
    return viewed(query);
  }

  /**
   * The columns of a table or view.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  public List<String> columns(String name) {
    return List.of(query("SELECT * FROM " + name).columns());
  }

  /** The result of a query over the stored tables and views, be they small or not. */
  Dataset<Row> viewed(String query) {
    // Only now and only those: analysing them takes longer than most queries.
    Views.register(spark, query);
    try {
      return spark.sql(query);
    } catch (Exception e) {
      requireAnalysisException(e);
      throw new IllegalArgumentException("Invalid query: " + reason(e), e);
    }
  }

  /** Spark throws it from Scala, which declares no checked exceptions. */
  private static void requireAnalysisException(Exception e) {
    if (!(e instanceof AnalysisException)) {
      throw e instanceof RuntimeException known ? known : new IllegalStateException(e);
    }
  }

  /**
   * Runs a query and writes its rows.
   *
   * @throws IllegalArgumentException if it is wrong, be it only for the values that it meets
   */
  public void print(String sql, ResultFormat format, PrintStream out) {
    try {
      if (small.suit(sql)) {
        SmallQueries.run(spark, () -> format.write(query(sql), out));
      } else {
        format.write(query(sql), out);
      }
    } catch (IllegalArgumentException e) {
      throw e;
    } catch (Exception e) {
      throw failed(e);
    } finally {
      out.flush();
    }
  }

  /** Without the plan that Spark appends. */
  private static String reason(Throwable fault) {
    return fault instanceof AnalysisException wrong ? wrong.getSimpleMessage() : fault.getMessage();
  }

  /** A failure with its reason alone, where Spark blames the query. */
  private static RuntimeException failed(Exception e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      boolean isJob = cause instanceof SparkException; // whose text is the task's stack trace
      if (!isJob && cause instanceof SparkThrowable blamed && blamed.getErrorClass() != null) {
        return new IllegalArgumentException("Invalid query: " + reason(cause), e);
      }
    }
    return e instanceof RuntimeException known ? known : new IllegalStateException(e);
  }

  /**
   * Puts limits on the view {@code recommendation}; infinity is no limit.
   *
   * @param memoryGb largest peak, in 10^9 bytes
   * @param ttftSeconds 95th percentile of the time to first token
   * @param e2eSeconds 95th percentile of the end-to-end time
   */
  public void limitRecommendation(double memoryGb, double ttftSeconds, double e2eSeconds) {
    spark
        .range(1)
        .select(
            functions.lit(memoryGb).as("memory_gb"),
            functions.lit(ttftSeconds).as("ttft_s"),
            functions.lit(e2eSeconds).as("e2e_s"))
        .createOrReplaceTempView("limits");
  }

  /**
   * The scores of a run as a table for people.
   *
   * @param runId a run; empty for all runs, which are then told apart by a column
   */
  public TextTable scoreTable(String runId) {
    return warehouse.isSmall() ? CellScores.read(warehouse, runId) : viewedScores(runId);
  }

  /** As {@link #scoreTable}, without Spark; empty where the warehouse is too large for that. */
  public static Optional<TextTable> scoreTableWithoutSpark(Warehouse warehouse, String runId) {
    return warehouse.isSmall() ? Optional.of(CellScores.read(warehouse, runId)) : Optional.empty();
  }

  TextTable viewedScores(String runId) {
    Dataset<Row> scores = query("SELECT * FROM task_scores");
    if (!runId.isEmpty()) {
      scores = scores.where(functions.col("run_id").equalTo(runId)).drop("run_id");
    }
    // What a terminal is wide enough for.
    return ResultFormat.table(
        scores
            .drop("decode_tokens_per_second", "memory_max_gb", "kv_gb", "weight_gb")
            .drop("prompt_tokens", "new_tokens", "ttft_s", "e2e_s", "joules_per_token")
            .drop("benchmark", "category", "scope")
            .orderBy("model", "protocol", "task", "technique"));
  }

  /**
   * What two runs scored differently in the cells that both have, as a table for people.
   *
   * @param runA a run
   * @param runB another; differences are its scores minus those of {@code runA}
   */
  public TextTable scoreDifferences(String runA, String runB) {
    return ResultFormat.table(
        query("SELECT * FROM run_differences")
            .where(functions.col("run_a").equalTo(runA).and(functions.col("run_b").equalTo(runB)))
            .drop("run_a", "run_b")
            .orderBy("model", "protocol", "task", "technique"));
  }

  /** Makes the tables that grow by small commits quick to read again. */
  public void compact() {
    warehouse.growingTables().forEach(table -> Compaction.compact(spark, table));
  }

  @Override
  public void close() {
    stop.run();
  }
}
