package dev.longspark.job;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.spark.SparkContext;
import org.apache.spark.TaskContext;
import org.apache.spark.rdd.RDD;
import org.apache.spark.storage.BlockManagerId;
import scala.Function2;
import scala.Tuple2;
import scala.collection.Iterator;
import scala.collection.JavaConverters;
import scala.collection.Seq;
import scala.reflect.ClassTag;
import scala.runtime.BoxedUnit;

/** Units as one Spark job: a task each, whose result comes back as soon as it is there. */
final class UnitJob {
  static final String DRIVER = "driver";

  private UnitJob() {}

  /**
   * A unit and its place.
   *
   * @param input what the executor is handed
   * @param executors where it should run; none for anywhere
   */
  record Placed<I extends Serializable>(I input, List<String> executors) {
    Placed {
      executors = List.copyOf(executors);
    }

    /** The same place for what is made of the unit. */
    <J extends Serializable> Placed<J> with(J made) {
      return new Placed<>(made, executors);
    }
  }

  /** What an executor does with a unit, given its position among those handed out. */
  interface Work<I, R> extends Serializable {
    R run(int position, I input, TaskContext task);
  }

  /** A unit and its position, as it travels. */
  private record Numbered<I extends Serializable>(int position, I input) implements Serializable {}

  /** A Scala function that can be written as a lambda and sent to executors. */
  private interface Function<A, B, R> extends Function2<A, B, R>, Serializable {}

  /**
   * Runs the units and returns when all have ended. Throws Spark's checked exception, which Scala
   * does not declare, if a task failed too often or the job was cancelled.
   *
   * @param results takes each as it arrives, on Spark's scheduler thread: it must not wait
   */
  static <I extends Serializable, R extends Serializable> void run(
      SparkContext spark, List<Placed<I>> units, Work<I, R> work, Consumer<R> results) {
    List<Tuple2<Numbered<I>, Seq<String>>> located = new ArrayList<>();
    for (int position = 0; position < units.size(); position++) {
      Placed<I> unit = units.get(position);
      located.add(new Tuple2<>(new Numbered<>(position, unit.input()), seq(unit.executors())));
    }
    // One partition per unit: a result is handed over per partition.
    RDD<Numbered<I>> rdd = spark.<Numbered<I>>makeRDD(seq(located), ClassTag.apply(Numbered.class));
    Function<TaskContext, Iterator<Numbered<I>>, R> task =
        (context, partition) -> {
          Numbered<I> unit = partition.next();
          return work.run(unit.position(), unit.input(), context);
        };
    Function<Object, R, BoxedUnit> handler =
        (partition, result) -> {
          results.accept(result);
          return BoxedUnit.UNIT;
        };
    List<Object> partitions = new ArrayList<>(IntStream.range(0, units.size()).boxed().toList());
    spark.runJob(rdd, task, seq(partitions), handler, ClassTag.apply(Serializable.class));
  }

  /** The executors as locations of tasks name them; none in plain local mode. */
  static List<String> executors(SparkContext spark) {
    if (spark.isLocal()) {
      return List.of();
    }
    // An executor registers when it is up; Spark holds back a first job until enough are.
    RDD<String> probe = spark.<String>makeRDD(seq(List.of("")), 1, ClassTag.apply(String.class));
    probe.count();
    return registered(spark);
  }

  /** The executors that are there at this moment, as locations of tasks name them. */
  static List<String> registered(SparkContext spark) {
    List<String> executors = new ArrayList<>();
    for (BlockManagerId process :
        JavaConverters.asJavaCollection(
            spark.env().blockManager().master().getMemoryStatus().keys().toSeq())) {
      if (!process.executorId().equals(DRIVER)) {
        executors.add("executor_" + process.host() + "_" + process.executorId());
      }
    }
    executors.sort(null);
    return executors;
  }

  private static <T> Seq<T> seq(List<T> list) {
    return JavaConverters.asScalaBuffer(new ArrayList<>(list)).toSeq();
  }
}
