package dev.longspark.job;

import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends an executor whose device is broken, once its task has told the driver: a CUDA context that
 * failed fails in every later call, and only a new process has a new one.
 */
final class ExecutorExit {
  private static final Logger LOG = LoggerFactory.getLogger(ExecutorExit.class);

  /** Spark names no code for it; 128 and above are signals. */
  private static final int BROKEN_DEVICE = 70;

  /** The failure is on its way by then, and what is not said loses nothing but the reason. */
  private static final long GRACE_MILLIS = 500;

  private ExecutorExit() {}

  /** Ends this process soon after a task; the driver's own process, in local mode, stays. */
  static void after(TaskContext task, RuntimeException cause) {
    if (SparkEnv.get().executorId().equals(UnitJob.DRIVER)) {
      return;
    }
    LOG.error("The executor leaves, its device is broken", cause);
    task.addTaskCompletionListener(
        ended -> {
          Thread exit = new Thread(ExecutorExit::leave, "leave");
          exit.setDaemon(true);
          exit.start();
        });
  }

  private static void leave() {
    try {
      Thread.sleep(GRACE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(BROKEN_DEVICE);
  }
}
