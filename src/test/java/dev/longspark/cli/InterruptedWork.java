package dev.longspark.cli;

import java.io.IOException;

/** A process whose work meets a fault once it is told to end. */
final class InterruptedWork {
  private InterruptedWork() {}

  public static void main(String[] args) {
    Interruption.during(System.err, () -> "3 of 4 kept", InterruptedWork::work);
    System.err.println("went on");
  }

  private static int work() {
    System.out.println("ready");
    try {
      Runtime.getRuntime().addShutdownHook(new Thread(InterruptedWork::fail));
      return System.in.read();
    } catch (IOException e) {
      throw new IllegalStateException("Cannot wait", e);
    }
  }

  /** As a thread does whose Spark is gone. */
  private static void fail() {
    try {
      Thread.sleep(500);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new IllegalStateException("stopped");
  }
}
