package dev.longspark.cli;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.Option;

/** Whether a command says how its work goes. */
final class ProgressOptions {
  @Option(
      names = "--quiet",
      description = "Say nothing of how the work goes: only results, warnings and faults.")
  private boolean isQuiet;

  /** Where it says so. */
  PrintStream out() {
    return isQuiet
        ? new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)
        : System.err;
  }
}
