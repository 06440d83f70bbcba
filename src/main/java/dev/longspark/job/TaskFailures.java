package dev.longspark.job;

import dev.longspark.inference.ModelLoadException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import org.apache.spark.ExceptionFailure;
import org.apache.spark.SparkContext;
import org.apache.spark.TaskFailedReason;
import org.apache.spark.TaskKilled;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/**
 * Why the tasks of one Spark job failed: a task that comes after knows only that it is not the
 * first, and the dead tell nothing.
 */
final class TaskFailures extends SparkListener implements AutoCloseable {
  private final SparkContext spark;
  private final Map<Integer, Failure> last = new ConcurrentHashMap<>();

  /**
   * A task's end.
   *
   * @param reason in Spark's words or those of the task's exception
   * @param isLoading whether it was the model that could not be loaded
   */
  record Failure(String reason, boolean isLoading) {}

  private TaskFailures(SparkContext spark) {
    this.spark = spark;
  }

  /** Begins to listen, until it is closed. */
  static TaskFailures of(SparkContext spark) {
    TaskFailures failures = new TaskFailures(spark);
    spark.addSparkListener(failures);
    return failures;
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd end) {
    if (end.reason() instanceof TaskKilled) {
      // A copy that came second.
      return;
    }
    if (end.reason() instanceof ExceptionFailure failure) {
      boolean isLoading = failure.className().equals(ModelLoadException.class.getName());
      String what = isLoading ? "" : failure.className() + ": ";
      last.put(end.taskInfo().index(), new Failure(what + failure.description(), isLoading));
    } else if (end.reason() instanceof TaskFailedReason reason) {
      last.put(end.taskInfo().index(), new Failure(reason.toErrorString(), false));
    }
  }

  /** The last failure of the unit at a position, told before the unit's result was. */
  Optional<Failure> last(int position) {
    try {
      spark.listenerBus().waitUntilEmpty();
    } catch (TimeoutException e) {
      throw new IllegalStateException(
          "Cannot hear why tasks failed: Spark's listeners are late", e);
    }
    return Optional.ofNullable(last.get(position));
  }

  @Override
  public void close() {
    spark.removeSparkListener(this);
  }
}
