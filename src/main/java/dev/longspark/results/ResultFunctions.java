package dev.longspark.results;

import dev.longspark.statistics.Bootstrap;
import dev.longspark.statistics.Holm;
import dev.longspark.statistics.Interaction;
import dev.longspark.statistics.Interval;
import dev.longspark.statistics.KendallTau;
import dev.longspark.statistics.PairedComparison;
import dev.longspark.statistics.Resampling;
import dev.longspark.statistics.SamplesNeeded;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/**
 * What SQL says badly, as functions of a session. Those of statistics take collected scores, one
 * value per sample; the order of the samples does not matter, as long as the arrays of one call
 * share it.
 */
final class ResultFunctions {
  private static final String PAIRED_COMPARISON = "paired_comparison";

  private static final StructType COMPARISON =
      new StructType()
          .add("n", DataTypes.IntegerType)
          .add("difference", DataTypes.DoubleType)
          .add("low", DataTypes.DoubleType)
          .add("high", DataTypes.DoubleType)
          .add("p", DataTypes.DoubleType)
          .add("minimum_detectable", DataTypes.DoubleType);

  private static final StructType CONTRAST =
      new StructType()
          .add("n", DataTypes.IntegerType)
          .add("observed", DataTypes.DoubleType)
          .add("predicted_sum", DataTypes.DoubleType)
          .add("beyond_sum", DataTypes.DoubleType)
          .add("beyond_sum_low", DataTypes.DoubleType)
          .add("beyond_sum_high", DataTypes.DoubleType)
          .add("factor", DataTypes.DoubleType)
          .add("factor_low", DataTypes.DoubleType)
          .add("factor_high", DataTypes.DoubleType);

  private static final StructType INTERVAL =
      new StructType()
          .add("estimate", DataTypes.DoubleType)
          .add("low", DataTypes.DoubleType)
          .add("high", DataTypes.DoubleType);

  private ResultFunctions() {}

  /** Once a session: Spark warns of every function that it is given again. */
  static void register(SparkSession spark) {
    if (spark.catalog().functionExists(PAIRED_COMPARISON)) {
      return;
    }
    spark
        .udf()
        .register(
            PAIRED_COMPARISON,
            (UDF2<Seq<Double>, Seq<Double>, Row>) ResultFunctions::compare,
            COMPARISON);
    spark
        .udf()
        .register(
            "samples_needed",
            (UDF1<Seq<Double>, Integer>) ResultFunctions::samplesNeeded,
            DataTypes.IntegerType);
    spark
        .udf()
        .register(
            "interaction_contrast",
            (UDF1<Seq<Seq<Double>>, Row>) ResultFunctions::contrast,
            CONTRAST);
    spark
        .udf()
        .register("ratio_interval", (UDF1<Seq<Seq<Double>>, Row>) ResultFunctions::ratio, INTERVAL);
    spark
        .udf()
        .register(
            "holm",
            (UDF1<Seq<Double>, double[]>) pValues -> Holm.adjust(doubles(pValues)),
            DataTypes.createArrayType(DataTypes.DoubleType));
    spark
        .udf()
        .register(
            "repeats",
            (UDF1<String, Boolean>) text -> text == null ? null : RepeatedEnding.in(text),
            DataTypes.BooleanType);
    spark
        .udf()
        .register(
            "kendall_tau",
            (UDF2<Seq<Double>, Seq<Double>, Double>) ResultFunctions::tau,
            DataTypes.DoubleType);
  }

  /** Null where there are fewer than two pairs: Spark calls it before a HAVING has its say. */
  private static Row compare(Seq<Double> baseline, Seq<Double> technique) {
    if (baseline.size() < 2) {
      return null;
    }
    PairedComparison comparison =
        PairedComparison.of(doubles(baseline), doubles(technique), Resampling.DEFAULT);
    Interval difference = comparison.difference();
    return RowFactory.create(
        comparison.n(),
        difference.estimate(),
        difference.low(),
        difference.high(),
        comparison.pValue(),
        comparison.minimumDetectableEffect());
  }

  /** Null where there are fewer than two values, or none of the numbers tried is enough. */
  private static Integer samplesNeeded(Seq<Double> differences) {
    if (differences.size() < 2) {
      return null;
    }
    OptionalInt needed = SamplesNeeded.of(doubles(differences), Resampling.DEFAULT.seed());
    return needed.isPresent() ? needed.getAsInt() : null;
  }

  /** Null where there are fewer than two samples. */
  private static Row contrast(Seq<Seq<Double>> samples) {
    if (samples.size() < 2) {
      return null;
    }
    double[][] rows = list(samples).stream().map(ResultFunctions::doubles).toArray(double[][]::new);
    Interaction interaction = Interaction.of(rows, Resampling.DEFAULT);
    Interval sum = interaction.additive();
    Optional<Interval> factor = interaction.multiplicative();
    double observed =
        Arrays.stream(rows).mapToDouble(row -> row[row.length - 1]).average().orElse(0);
    return RowFactory.create(
        interaction.n(),
        observed,
        observed - sum.estimate(),
        sum.estimate(),
        sum.low(),
        sum.high(),
        factor.map(Interval::estimate).orElse(null),
        factor.map(Interval::low).orElse(null),
        factor.map(Interval::high).orElse(null));
  }

  /**
   * Of samples with two columns the first one's sum over the second's; of four, that over the same
   * of the last two. Null where there are fewer than two samples, or a divisor is 0.
   */
  private static Row ratio(Seq<Seq<Double>> samples) {
    if (samples.size() < 2) {
      return null;
    }
    double[][] rows = list(samples).stream().map(ResultFunctions::doubles).toArray(double[][]::new);
    return Bootstrap.interval(rows, ResultFunctions::ratio, Resampling.DEFAULT)
        .map(found -> RowFactory.create(found.estimate(), found.low(), found.high()))
        .orElse(null);
  }

  private static double ratio(double[] means) {
    double first = means[0] / means[1];
    return means.length == 2 ? first : first / (means[2] / means[3]);
  }

  private static Double tau(Seq<Double> x, Seq<Double> y) {
    OptionalDouble tau = KendallTau.tauB(doubles(x), doubles(y));
    return tau.isPresent() ? tau.getAsDouble() : null;
  }

  private static double[] doubles(Seq<Double> values) {
    return list(values).stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static <T> List<T> list(Seq<T> values) {
    return JavaConverters.seqAsJavaList(values);
  }
}
