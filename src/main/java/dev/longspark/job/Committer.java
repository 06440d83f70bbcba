package dev.longspark.job;

import dev.longspark.tables.GenerationRow;
import dev.longspark.tables.ScoreRow;
import dev.longspark.tables.Warehouse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Appends finished units to the tables, in a thread of its own: results arrive on Spark's scheduler
 * thread, which must not wait for a disk. Generations go first, so that a crash between the two
 * commits leaves texts without scores, which can be scored again, and never the reverse.
 */
final class Committer implements AutoCloseable {
  private final Warehouse warehouse;
  private final Duration window;
  private final Consumer<List<GenerationRow>> committed;
  private final Runnable failed;
  private final BlockingQueue<Optional<UnitResult>> queue = new LinkedBlockingQueue<>();
  private final Thread thread = new Thread(this::commitAll, "committer");
  private volatile Optional<RuntimeException> failure = Optional.empty();

  private Committer(
      Warehouse warehouse,
      Duration window,
      Consumer<List<GenerationRow>> committed,
      Runnable failed) {
    this.warehouse = warehouse;
    this.window = window;
    this.committed = committed;
    this.failed = failed;
  }

  /**
   * Starts to commit.
   *
   * @param window how long the first unit of a commit waits for others: many small files are slow
   *     to read
   * @param committed told of rows that are safe, on the committer's thread
   * @param failed told once that nothing more will be committed
   */
  static Committer start(
      Warehouse warehouse,
      Duration window,
      Consumer<List<GenerationRow>> committed,
      Runnable failed) {
    Committer committer = new Committer(warehouse, window, committed, failed);
    committer.thread.start();
    return committer;
  }

  /** Takes a result and returns at once. */
  void add(UnitResult result) {
    queue.add(Optional.of(result));
  }

  /**
   * Waits until everything is committed.
   *
   * @throws RuntimeException what made a commit fail
   */
  @Override
  public void close() {
    queue.add(Optional.empty());
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    if (failure.isPresent()) {
      throw failure.get();
    }
  }

  private void commitAll() {
    try {
      boolean open = true;
      while (open) {
        List<Optional<UnitResult>> batch = nextBatch();
        open = !batch.remove(Optional.<UnitResult>empty());
        commit(batch.stream().flatMap(Optional::stream).toList());
      }
    } catch (InterruptedException e) {
      fail(new IllegalStateException("Cannot commit: the committer was interrupted", e));
    } catch (RuntimeException e) {
      fail(e);
    }
  }

  private void fail(RuntimeException e) {
    failure = Optional.of(e);
    failed.run();
  }

  private List<Optional<UnitResult>> nextBatch() throws InterruptedException {
    List<Optional<UnitResult>> batch = new ArrayList<>();
    batch.add(queue.take());
    long deadline = System.nanoTime() + window.toNanos();
    while (batch.get(batch.size() - 1).isPresent()) {
      Optional<UnitResult> next = queue.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (next == null) {
        break;
      }
      batch.add(next);
    }
    return batch;
  }

  private void commit(List<UnitResult> results) {
    List<GenerationRow> generations =
        results.stream().flatMap(result -> result.generations().stream()).toList();
    List<ScoreRow> scores = results.stream().flatMap(result -> result.scores().stream()).toList();
    warehouse.appendGenerations(generations);
    warehouse.appendScores(scores);
    if (!generations.isEmpty()) {
      committed.accept(generations);
    }
  }
}
