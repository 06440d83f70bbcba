package dev.longspark.cli;

import dev.longspark.files.Location;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command line's entry: {@code longspark COMMAND ...}. */
@Command(
    name = "longspark",
    description =
        "Measures what inference optimizations cost and give when a language model reads long"
            + " documents.",
    mixinStandardHelpOptions = true,
    versionProvider = Versions.class,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      CompressCommand.class,
      DiffCommand.class,
      GenerateCommand.class,
      ImportCommand.class,
      PlanCommand.class,
      PromptCommand.class,
      PruneCommand.class,
      QuantizeCommand.class,
      ReportCommand.class,
      RunCommand.class,
      RunsCommand.class,
      SampleCommand.class,
      ScoreCommand.class,
      SqlCommand.class,
      AutoComplete.GenerateCompletion.class,
      CommandLine.HelpCommand.class
    })
public final class Longspark {
  /** That of the examples and formats below the options. */
  private static final int HELP_WIDTH = 120;

  private static final char REPLACEMENT = '\uFFFD';

  @Option(
      names = "--verbose",
      scope = CommandLine.ScopeType.INHERIT,
      description = "Show where a fault happened that nobody foresaw.")
  private boolean verbose;

  private Longspark() {}

  /**
   * Runs one command and exits with its code.
   *
   * @param args the command and its arguments
   */
  public static void main(String[] args) {
    System.setProperty("longspark.appender", "plain"); // as conf/log4j2.properties has it
    System.exit(execute(commandLine(), args));
  }

  /** Runs a command, unless its arguments reached Java as other than what was typed. */
  static int execute(CommandLine commands, String... args) {
    for (int i = 0; i < args.length; i++) {
      if (args[i].indexOf(REPLACEMENT) >= 0) {
        commands
            .getErr()
            .printf(
                "Invalid argument %d: '%s' holds U+FFFD, which stands for letters that the locale does not have (set LC_ALL=C.UTF-8, and write the argument in UTF-8)%n",
                i + 1, args[i]);
        return CommandLine.ExitCode.USAGE;
      }
    }
    try {
      return commands.execute(args);
    } catch (Error e) {
      return ((Faults) commands.getExecutionExceptionHandler()).handle(e, commands);
    }
  }

  /** What is wrong and where more is said; the whole help would push the message out of sight. */
  private static int refuse(CommandLine.ParameterException fault, String[] args) {
    CommandLine command = fault.getCommandLine();
    PrintWriter messages = command.getErr();
    messages.println(fault.getMessage());
    if (!CommandLine.UnmatchedArgumentException.printSuggestions(fault, messages)) {
      messages.printf(
          "(%s --help shows what it takes)%n", command.getCommandSpec().qualifiedName());
    }
    return CommandLine.ExitCode.USAGE;
  }

  static CommandLine commandLine() {
    Longspark longspark = new Longspark();
    return new CommandLine(longspark)
        .setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8))
        .registerConverter(Path.class, Location::path)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpWidth(HELP_WIDTH)
        .setParameterExceptionHandler(Longspark::refuse)
        .setExecutionExceptionHandler(new Faults(() -> longspark.verbose));
  }
}
