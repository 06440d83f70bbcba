package dev.longspark.engine.torchscript;

import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/**
 * Keeps libtorch's calls and the end of the process apart: when the process is told to end
 * (SIGTERM, Ctrl-C), libtorch's own globals are destroyed, and a call that still runs would die of
 * SIGSEGV. So the end waits for the calls that run, and no further one begins.
 */
final class NativeCalls {
  /** A call is one layer pass at most; one that takes longer is worth no more patience. */
  private static final long PATIENCE_SECONDS = 60;

  private static final ReentrantReadWriteLock CALLS = new ReentrantReadWriteLock();

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(NativeCalls::end, "end-of-native-calls"));
  }

  private NativeCalls() {}

  /**
   * Runs native code.
   *
   * @throws CancellationException if the thread is interrupted while the process ends
   */
  static <T> T run(Supplier<T> call) {
    try {
      CALLS.readLock().lockInterruptibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("Cannot call native code: the thread was stopped");
    }
    try {
      return call.get();
    } finally {
      CALLS.readLock().unlock();
    }
  }

  /** Takes the lock for good: whoever wants to call now waits until the process is gone. */
  private static void end() {
    try {
      boolean quiet = CALLS.writeLock().tryLock(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (!quiet) {
        Runtime.getRuntime().halt(1);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
