package dev.longspark.cli;

import dev.longspark.config.ConfigException;
import dev.longspark.engine.OutOfDeviceMemoryException;
import dev.longspark.job.RunFailedException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import picocli.CommandLine;

/**
 * Faults as messages and exit codes: 2 where the command line or the study file is to be changed, 1
 * where the work failed. Only a fault nobody foresaw shows where it happened.
 */
final class Faults implements CommandLine.IExecutionExceptionHandler {
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
      fault.printStackTrace(messages);
    }
    return CommandLine.ExitCode.SOFTWARE;
  }
}
