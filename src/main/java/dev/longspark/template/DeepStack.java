package dev.longspark.template;

import java.util.function.Supplier;

/**
 * Runs what is nested as deeply as a {@link Budget} allows. The caller's own stack may be too small
 * for that: Java's default is a quarter of a megabyte on some systems.
 */
final class DeepStack {
  /** Reserved, not used: pages are taken as they are needed. */
  private static final long BYTES = 64L << 20;

  private DeepStack() {}

  /** A thread's work and how it ended. */
  private static final class Work implements Runnable {
    private final Supplier<String> action;
    private String result;
    private RuntimeException fault;
    private Error error;

    Work(Supplier<String> action) {
      this.action = action;
    }

    @Override
    public void run() {
      try {
        result = action.get();
      } catch (RuntimeException e) {
        fault = e;
      } catch (Error e) {
        error = e;
      }
    }
  }

  /** The action's result; its exceptions and errors are the caller's. */
  static String call(Supplier<String> action) {
    Work work = new Work(action);
    Thread thread = new Thread(null, work, "chat template", BYTES);
    thread.setDaemon(true);
    thread.start();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true; // the work is bounded: it ends soon
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    if (work.fault != null) {
      throw work.fault;
    }
    if (work.error != null) {
      throw work.error;
    }
    return work.result;
  }
}
