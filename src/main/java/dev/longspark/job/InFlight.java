package dev.longspark.job;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Several samples of a unit at the same time, one thread each, to fill a pipeline of devices. */
final class InFlight {
  private InFlight() {}

  /**
   * Does something for every item.
   *
   * @param threads items at a time; with one, the caller does it all
   * @return in the items' order
   * @throws CancellationException if the caller was interrupted; no work goes on by then
   */
  static <I, O> List<O> map(int threads, List<I> items, Function<I, O> work) {
    if (threads == 1) {
      return items.stream().map(work).toList();
    }
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Callable<O>> calls = new ArrayList<>();
      items.forEach(item -> calls.add(() -> work.apply(item)));
      List<O> results = new ArrayList<>();
      for (Future<O> result : pool.invokeAll(calls)) {
        results.add(result.get());
      }
      return results;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) e.getCause();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("Cannot go on with a task that was stopped");
    } finally {
      end(pool);
    }
  }

  private static void end(ExecutorService pool) {
    pool.shutdownNow();
    boolean interrupted = Thread.interrupted();
    boolean ended = false;
    while (!ended) {
      try {
        // Native calls end when they end.
        ended = pool.awaitTermination(1, TimeUnit.MINUTES);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
