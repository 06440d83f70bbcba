package dev.longspark.job;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import dev.longspark.data.AnswerRule;
import dev.longspark.data.LongBench;
import dev.longspark.data.Sample;
import dev.longspark.tables.GenerationKey;
import dev.longspark.tables.ScoreRow;
import dev.longspark.tables.WarehouseSession;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.analysis.NoSuchTableException;
import org.apache.spark.sql.types.StructType;

/** Stored texts into scores, as an ordinary Spark job that needs no model and no native library. */
public final class Rescoring {
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
  public record Selection(String run, String protocol) {}

  /**
   * Scores all texts of a selection once more; the views show the newest scores.
   *
   * @return how many texts were scored
   */
  public static long score(WarehouseSession session, Selection selection) {
    return append(session.spark(), texts(session.spark(), selection));
  }

  /** Scores the texts of a run that have no score by this scorer. */
  static long scoreMissing(WarehouseSession session, String run) {
    SparkSession spark = session.spark();
    Dataset<Row> scored =
        spark.table("scores").where(col("scorer_version").equalTo(lit(Scorer.VERSION)));
    Dataset<Row> missing =
        texts(spark, new Selection(run, "")).join(scored, usingKey(), "left_anti");
    return append(spark, missing);
  }

  private static Dataset<Row> texts(SparkSession spark, Selection selection) {
    Dataset<Row> texts = spark.table("latest_generations").where(col("status").equalTo("OK"));
    if (!selection.run().isEmpty()) {
      texts = texts.where(col("run_id").equalTo(selection.run()));
    }
    if (!selection.protocol().isEmpty()) {
      texts = texts.where(col("protocol").equalTo(selection.protocol()));
    }
    return texts;
  }

  private static long append(SparkSession spark, Dataset<Row> texts) {
    Dataset<Row> samples = spark.table("samples").drop("task").dropDuplicates("sample_key");
    Timestamp now = Timestamp.from(Instant.now());
    JavaRDD<Row> scores =
        texts.join(samples, "sample_key").toJavaRDD().flatMap(row -> scores(row, now).iterator());
    StructType schema = spark.table("scores").schema();
    try {
      spark.createDataFrame(scores, schema).writeTo("scores").append();
    } catch (NoSuchTableException e) {
      throw new IllegalStateException("Missing table: scores", e);
    }
    return texts.count();
  }

  private static List<Row> scores(Row text, Timestamp now) {
    GenerationKey key =
        new GenerationKey(
            text.getAs("run_id"),
            text.getAs("model"),
            text.getAs("technique"),
            text.getAs("task"),
            text.getAs("protocol"),
            text.getAs("sample_key"));
    Sample sample =
        new Sample(
            key.sample(),
            key.task(),
            text.getAs("sample_id"),
            text.getAs("context"),
            text.getAs("question"),
            text.getList(text.fieldIndex("answers")),
            text.getList(text.fieldIndex("classes")),
            text.getAs("language"),
            text.<Integer>getAs("length"));
    AnswerRule rule = AnswerRule.valueOf(text.getAs("answer_rule"));
    List<Row> rows = new ArrayList<>();
    for (ScoreRow row :
        Scorer.scores(key, LongBench.task(key.task()), rule, text.getAs("text"), sample)) {
      rows.add(
          RowFactory.create(
              key.run(),
              key.model(),
              key.technique(),
              key.task(),
              key.protocol(),
              key.sample(),
              row.metric(),
              row.value(),
              row.scorerVersion(),
              now));
    }
    return rows;
  }

  private static scala.collection.Seq<String> usingKey() {
    return scala.collection.JavaConverters.asScalaBuffer(List.of(KEY)).toSeq();
  }
}
