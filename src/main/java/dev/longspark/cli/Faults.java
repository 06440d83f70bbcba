package dev.longspark.cli;

import dev.longspark.config.ConfigException;
import dev.longspark.engine.OutOfDeviceMemoryException;
import dev.longspark.files.Shown;
import dev.longspark.job.RunFailedException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;

/**
 * Faults as messages and exit codes: 2 where the command line or the study file is to be changed, 1
 * where the work failed. A fault nobody foresaw is a line, too, and shows where it happened if that
 * is asked for.
 */
final class Faults implements CommandLine.IExecutionExceptionHandler {
  private static final int MOST_CAUSES = 5;

  private final BooleanSupplier verbose;

  /**
   * @param verbose whether to show where a fault happened that nobody foresaw
   */
  Faults(BooleanSupplier verbose) {
    this.verbose = verbose;
  }

  @Override
  public int handleExecutionException(
      Exception fault, CommandLine command, CommandLine.ParseResult arguments) {
    PrintWriter messages = command.getErr();
    if (fault instanceof ConfigException || fault instanceof IllegalArgumentException) {
      messages.println(FaultMessage.of(fault));
      return CommandLine.ExitCode.USAGE;
    }
    if (fault instanceof RunFailedException || fault instanceof OutOfDeviceMemoryException) {
      messages.println(fault.getMessage());
    } else if (fault instanceof UncheckedIOException && fault.getCause() != null) {
      messages.println(FaultMessage.of(fault));
    } else {
      unforeseen(fault, messages);
    }
    return CommandLine.ExitCode.SOFTWARE;
  }

  /** What no command can answer for, such as the end of the memory. */
  int handle(Error fault, CommandLine command) {
    unforeseen(fault, command.getErr());
    return CommandLine.ExitCode.SOFTWARE;
  }

  private void unforeseen(Throwable fault, PrintWriter messages) {
    String words =
        Stream.iterate(fault, each -> each != null, Throwable::getCause)
            .limit(MOST_CAUSES)
            .map(Faults::line)
            .distinct()
            .collect(Collectors.joining(": "));
    messages.println(words + (verbose.getAsBoolean() ? "" : " (--verbose shows where)"));
    if (verbose.getAsBoolean()) {
      fault.printStackTrace(messages);
    }
  }

  /** The fault's kind and the first line of its message, which may be any library's. */
  private static String line(Throwable fault) {
    String message =
        String.valueOf(fault.getMessage()).strip().lines().findFirst().orElse("no message");
    return fault.getClass().getSimpleName() + ": " + Shown.visible(message);
  }
}
