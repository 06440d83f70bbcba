package dev.longspark.job;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.spark.SparkContext;

/**
 * Ends a run that has no executor for too long: Spark itself would wait for ever, be it for a
 * Worker that is large enough or for a Master that forgot the application.
 */
final class ExecutorWatch implements AutoCloseable {
  /** How long a run may be without any executor, in Spark's words for times. */
  static final String TIMEOUT = "spark.longspark.executorTimeout";

  private static final String DEFAULT_TIMEOUT = "5min";
  private static final Duration FIRST_WORD = Duration.ofSeconds(10);
  private static final Duration NEXT_WORD = Duration.ofSeconds(30);

  private final SparkContext spark;
  private final int wanted;
  private final Duration timeout;
  private final Consumer<String> waiting;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "executor-watch");
            thread.setDaemon(true);
            return thread;
          });
  private long lastThere = System.nanoTime();
  private Duration nextWord = FIRST_WORD;
  private volatile String fault = "";

  private ExecutorWatch(SparkContext spark, int wanted, Consumer<String> waiting) {
    this.spark = spark;
    this.wanted = wanted;
    this.waiting = waiting;
    timeout = Duration.ofSeconds(spark.conf().getTimeAsSeconds(TIMEOUT, DEFAULT_TIMEOUT));
  }

  /**
   * Watches until closed; plain local Spark, whose one executor is this process, is left alone.
   *
   * @param wanted executors that the study asks for
   * @param waiting is told, now and then, what the run waits for
   */
  static ExecutorWatch start(SparkContext spark, int wanted, Consumer<String> waiting) {
    ExecutorWatch watch = new ExecutorWatch(spark, wanted, waiting);
    if (!spark.isLocal()) {
      ScheduledFuture<?> unused =
          watch.clock.scheduleWithFixedDelay(watch::look, 1, 1, TimeUnit.SECONDS);
    }
    return watch;
  }

  /** Why the run was ended, if this watch did it. */
  Optional<String> fault() {
    return fault.isEmpty() ? Optional.empty() : Optional.of(fault);
  }

  private void look() {
    if (spark.isStopped()) {
      return; // its jobs have failed by themselves
    }
    if (!UnitJob.registered(spark).isEmpty()) {
      lastThere = System.nanoTime();
      nextWord = FIRST_WORD;
      return;
    }
    Duration alone = Duration.ofNanos(System.nanoTime() - lastThere);
    if (alone.compareTo(timeout) >= 0) {
      if (fault.isEmpty()) {
        fault = "no executor for %d s (%s); %s".formatted(timeout.toSeconds(), TIMEOUT, missing());
      }
      // Again and again: the job may not have been submitted yet.
      spark.cancelAllJobs();
    } else if (alone.compareTo(nextWord) >= 0) {
      nextWord = alone.plus(NEXT_WORD);
      waiting.accept(missing());
    }
  }

  private String missing() {
    String offer = ClusterOffer.describe(spark);
    return "waiting for %d executors, 0 there".formatted(wanted)
        + (offer.isEmpty() ? "" : "; " + offer);
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
