package dev.longspark.job;

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
 * thread, which must not wait for a disk.
 *
 * @param <R> what a unit gives
 */
final class Committer<R> implements AutoCloseable {
  private final Duration window;
  private final Consumer<List<R>> commit;
  private final Runnable failed;
  private final BlockingQueue<Optional<R>> queue = new LinkedBlockingQueue<>();
  private final Thread thread = new Thread(this::commitAll, "committer");
  private volatile Optional<RuntimeException> failure = Optional.empty();

  private Committer(Duration window, Consumer<List<R>> commit, Runnable failed) {
    this.window = window;
    this.commit = commit;
    this.failed = failed;
  }

  /**
   * Starts to commit.
   *
   * @param window how long the first unit of a commit waits for others: many small files are slow
   *     to read
   * @param commit writes the results of one commit, on the committer's thread
   * @param failed told once that nothing more will be committed
   */
  static <R> Committer<R> start(Duration window, Consumer<List<R>> commit, Runnable failed) {
    Committer<R> committer = new Committer<>(window, commit, failed);
    committer.thread.start();
    return committer;
  }

  /** Takes a result and returns at once. */
  void add(R result) {
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
        List<Optional<R>> batch = nextBatch();
        open = !batch.remove(Optional.<R>empty());
        commit.accept(batch.stream().flatMap(Optional::stream).toList());
      }
    } catch (InterruptedException e) {
      fail(new IllegalStateException("Cannot commit: the committer was interrupted", e));
    } catch (RuntimeException e) {
      fail(e);
    } catch (Error e) {
      // A thread that dies silently would lose rows and let the run be called complete.
      fail(new IllegalStateException("Cannot commit: " + e, e));
    }
  }

  private void fail(RuntimeException e) {
    failure = Optional.of(e);
    failed.run();
  }

  private List<Optional<R>> nextBatch() throws InterruptedException {
    List<Optional<R>> batch = new ArrayList<>();
    batch.add(queue.take());
    long deadline = System.nanoTime() + window.toNanos();
    while (batch.get(batch.size() - 1).isPresent()) {
      Optional<R> next = queue.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (next == null) {
        break;
      }
      batch.add(next);
    }
    return batch;
  }
}
