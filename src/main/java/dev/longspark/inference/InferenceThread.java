package dev.longspark.inference;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * The one thread that works with a device set, for as long as the process lives: libtorch keeps
 * settings and CUDA a context per thread, and Spark's tasks come on many.
 */
final class InferenceThread {
  private final LinkedBlockingQueue<Runnable> works = new LinkedBlockingQueue<>();
  private final Thread thread;

  InferenceThread(String name) {
    thread = new Thread(this::workOn, name);
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Does something in the thread and waits for it. If the caller is interrupted, the work is told
   * to stop, and the call returns only when it has: nothing else may use the devices before.
   *
   * @throws java.util.concurrent.CancellationException if the work stopped because it was told to
   */
  <T> T call(Callable<T> work) {
    CompletableFuture<T> result = new CompletableFuture<>();
    works.add(() -> complete(result, work));
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return result.get();
        } catch (InterruptedException e) {
          interrupted = true;
          stop(result);
        }
      }
    } catch (ExecutionException e) {
      throw unchecked(e.getCause());
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private synchronized void stop(CompletableFuture<?> result) {
    if (!result.isDone()) {
      thread.interrupt();
    }
  }

  private <T> void complete(CompletableFuture<T> result, Callable<T> work) {
    try {
      T value = work.call();
      end(() -> result.complete(value));
    } catch (Exception | Error e) {
      end(() -> result.completeExceptionally(e));
    }
  }

  /** Whoever wants to stop this work comes before its end, or not at all: the next is not meant. */
  private synchronized void end(Runnable answer) {
    Thread.interrupted();
    answer.run();
  }

  private void workOn() {
    while (true) {
      try {
        works.take().run();
      } catch (InterruptedException tooLate) {
        // It meant a work that had just ended; the next one is awaited.
      }
    }
  }

  private static RuntimeException unchecked(Throwable cause) {
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof RuntimeException fault
        ? fault
        : new IllegalStateException("Cannot work on the device", cause);
  }
}
