package dev.longspark.cli;

import java.io.PrintStream;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;

/**
 * Work during which the process may be told to end, by Ctrl-C or a signal: it then says one line,
 * and not what the work meets while the process goes down.
 */
final class Interruption {
  private Interruption() {}

  /**
   * Does some work; does not return if the process is told to end meanwhile.
   *
   * @param out takes the line
   * @param kept what is said
   */
  static <T> T during(PrintStream out, Supplier<String> kept, Supplier<T> work) {
    Thread hook =
        new Thread(
            () -> {
              // Threads of the work that now lose Spark have nothing to add.
              Thread.setDefaultUncaughtExceptionHandler((thread, fault) -> {});
              out.println("Interrupted: " + kept.get());
            },
            "interruption");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      return work.get();
    } finally {
      if (isEnding(hook)) {
        waitForTheEnd();
      }
    }
  }

  private static boolean isEnding(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
      return false;
    } catch (IllegalStateException e) {
      return true; // hooks run already
    }
  }

  private static void waitForTheEnd() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
