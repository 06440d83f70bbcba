package dev.longspark.scoring;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.first;
import static org.apache.spark.sql.functions.lead;
import static org.apache.spark.sql.functions.struct;

import dev.longspark.data.Task;
import dev.longspark.results.StoredTasks;
import dev.longspark.results.WarehouseSession;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.Set;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.analysis.NoSuchTableException;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

/** Stored texts into scores, as an ordinary Spark job that needs no model and no native library. */
public final class Rescoring {
  private static final int TEXTS_OF_A_PART = 20_000;

  private static final String[] KEY = {
    "run_id", "model", "technique", "task", "protocol", "sample_key"
  };

  private Rescoring() {}

  /**
   * Which texts.
   *
   * @param run a run's id; empty for all runs
   * @param protocol a protocol's name; empty for all protocols
   */
  public record TextFilter(String run, String protocol) {}

  /** Scores all texts of a selection once more; the views show the newest scores. */
  public static void score(WarehouseSession session, TextFilter selection) {
    append(
        session,
        texts(session.spark(), selection),
        Set.of(ScoreKind.BENCHMARK, ScoreKind.HALLUCINATION));
  }

  /**
   * Scores the English texts of a selection against the context of the next sample of their task: a
   * control, for a hallucination score says something only as far as it is below this one.
   */
  public static void scoreShuffled(WarehouseSession session, TextFilter selection) {
    SparkSession spark = session.spark();
    Dataset<Row> texts = texts(spark, selection).where(isEnglish(session));
    WindowSpec inOrder = Window.partitionBy("task").orderBy("sample_key");
    WindowSpec wholeTask =
        inOrder.rowsBetween(Window.unboundedPreceding(), Window.unboundedFollowing());
    Dataset<Row> next =
        texts
            .select("task", "sample_key")
            .distinct()
            .withColumn(
                "next",
                coalesce(lead("sample_key", 1).over(inOrder), first("sample_key").over(wholeTask)))
            .where(col("next").notEqual(col("sample_key")))
            .select("sample_key", "next");
    Dataset<Row> contexts = samples(spark).select(col("sample_key").as("next"), col("context"));
    append(
        session,
        texts,
        samples(spark).drop("context").join(next, "sample_key").join(contexts, "next"),
        Set.of(ScoreKind.SHUFFLED_CONTEXTS));
  }

  /** Gives the texts of a run the benchmark's scores where a crash left them without. */
  public static void addBenchmarkScores(WarehouseSession session, String run) {
    SparkSession spark = session.spark();
    Dataset<Row> texts = texts(spark, new TextFilter(run, ""));
    Dataset<Row> scored = scored(spark, run).where(col("metric").notEqual(Scorer.HALLUCINATION));
    Dataset<Row> missing = texts.join(scored, sameKey(texts, scored), "left_anti");
    append(session, missing, Set.of(ScoreKind.BENCHMARK));
  }

  /** Gives the English texts of a run their hallucination score where they have none. */
  public static void addHallucination(WarehouseSession session, String run) {
    SparkSession spark = session.spark();
    Dataset<Row> texts = texts(spark, new TextFilter(run, "")).where(isEnglish(session));
    Dataset<Row> scored = scored(spark, run).where(col("metric").equalTo(Scorer.HALLUCINATION));
    Dataset<Row> missing = texts.join(scored, sameKey(texts, scored), "left_anti");
    append(session, missing, Set.of(ScoreKind.HALLUCINATION));
  }

  private static Column isEnglish(WarehouseSession session) {
    StoredTasks tasks = StoredTasks.of(session.warehouse());
    Column english = col("task").isin(english(tasks.builtIn()));
    for (String run : tasks.definingRuns()) {
      Column own = col("task").isin(english(tasks.own(run)));
      english = english.or(col("run_id").equalTo(run).and(own));
    }
    return english;
  }

  private static Object[] english(Collection<Task> tasks) {
    return tasks.stream().filter(Task::isEnglish).map(Task::name).toArray();
  }

  private static Dataset<Row> samples(SparkSession spark) {
    return spark.table("samples").drop("fields").dropDuplicates("sample_key");
  }

  private static Dataset<Row> texts(SparkSession spark, TextFilter selection) {
    Dataset<Row> texts = spark.table("latest_generations").where(col("status").equalTo("OK"));
    if (!selection.run().isEmpty()) {
      texts = texts.where(col("run_id").equalTo(selection.run()));
    }
    if (!selection.protocol().isEmpty()) {
      texts = texts.where(col("protocol").equalTo(selection.protocol()));
    }
    return texts;
  }

  private static Dataset<Row> scored(SparkSession spark, String run) {
    return spark
        .table("scores")
        .where(col("run_id").equalTo(run))
        .where(col("scorer_version").equalTo(Scorer.VERSION));
  }

  private static Column sameKey(Dataset<Row> texts, Dataset<Row> scored) {
    Column same = texts.col(KEY[0]).equalTo(scored.col(KEY[0]));
    for (String name : KEY) {
      same = same.and(texts.col(name).equalTo(scored.col(name)));
    }
    return same;
  }

  private static void append(WarehouseSession session, Dataset<Row> texts, Set<ScoreKind> kinds) {
    append(session, texts, samples(session.spark()), kinds);
  }

  /** One row per sample with all its texts, so that a context is read and analysed once. */
  private static void append(
      WarehouseSession session, Dataset<Row> texts, Dataset<Row> samples, Set<ScoreKind> kinds) {
    SparkSession spark = session.spark();
    Dataset<Row> bySample =
        spread(session, texts)
            .groupBy("sample_key")
            .agg(
                collect_list(
                        struct(
                            "run_id",
                            "model",
                            "technique",
                            "task",
                            "protocol",
                            "answer_rule",
                            "text"))
                    .as("texts"));
    SampleScoring scoring =
        new SampleScoring(
            kinds, StoredTasks.of(session.warehouse()), Timestamp.from(Instant.now()));
    JavaRDD<Row> scores =
        bySample.join(samples, "sample_key").toJavaRDD().mapPartitions(scoring::score);
    try {
      spark.createDataFrame(scores, spark.table("scores").schema()).writeTo("scores").append();
    } catch (NoSuchTableException e) {
      throw new IllegalStateException("Missing table: scores", e);
    }
  }

  /** Many texts in parts of bounded size: a part is sorted by sample before its first is scored. */
  private static Dataset<Row> spread(WarehouseSession session, Dataset<Row> texts) {
    if (session.warehouse().generationCount() <= TEXTS_OF_A_PART) {
      return texts;
    }
    int parts = Math.toIntExact(texts.count() / TEXTS_OF_A_PART) + 1;
    int usual = Integer.parseInt(session.spark().conf().get("spark.sql.shuffle.partitions"));
    return texts.repartition(Math.max(parts, usual), col("sample_key"));
  }
}
