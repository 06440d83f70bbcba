package dev.longspark.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line's entry: {@code longspark COMMAND ...}. */
@Command(
    name = "longspark",
    description =
        "Measures what inference optimizations cost and give when a language model reads long"
            + " documents.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      CompressCommand.class,
      DiffCommand.class,
      GenerateCommand.class,
      ImportCommand.class,
      PlanCommand.class,
      PruneCommand.class,
      QuantizeCommand.class,
      ReportCommand.class,
      RunCommand.class,
      SampleCommand.class,
      ScoreCommand.class,
      SqlCommand.class,
      CommandLine.HelpCommand.class
    })
public final class Longspark {
  private Longspark() {}

  /**
   * Runs one command and exits with its code.
   *
   * @param args the command and its arguments
   */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Longspark())
        .setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(new Faults());
  }
}
