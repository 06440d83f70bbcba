package dev.longspark.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Names that would leave their folder, and faults that nobody foresaw. */
class HardenedCommandTest {
  private final StringWriter err = new StringWriter();

  @TempDir private Path folder;

  @Test
  void runsThatArePathsWriteNothing() throws IOException {
    Path victim = Files.writeString(folder.resolve("victim.lock"), "kept");
    Path predictions = Files.writeString(folder.resolve("hotpotqa.jsonl"), "{}");
    Path warehouse = folder.resolve("warehouse");

    for (String run : List.of("../../victim", folder.resolve("victim").toString(), "..")) {
      assertEquals(
          2,
          execute(
              Longspark.commandLine(),
              "import",
              "--format=longbench",
              "--model=m",
              "--technique=FP16",
              "--run=" + run,
              "--warehouse=" + warehouse,
              predictions.toString()));
    }

    assertEquals("kept", Files.readString(victim));
    assertTrue(
        err.toString().startsWith("Invalid run: '../../victim' (letters, digits"), err.toString());
    try (Stream<Path> left = Files.list(folder)) {
      assertEquals(List.of(predictions, victim), left.sorted().toList());
    }
  }

  @Command(name = "fault")
  private static final class Fault implements Callable<Integer> {
    private final Throwable fault;

    Fault(Throwable fault) {
      this.fault = fault;
    }

    @Override
    public Integer call() throws Exception {
      if (fault instanceof Error error) {
        throw error;
      }
      throw (Exception) fault;
    }
  }

  @Test
  void everyFaultIsALineAndACode() {
    for (Throwable fault :
        List.of(
            new OutOfMemoryError("Java heap space"),
            new StackOverflowError(),
            new NoClassDefFoundError("x/Y"),
            new IllegalStateException("one\ntwo", new RuntimeException("inner\u001b[31m")),
            new ArrayIndexOutOfBoundsException())) {
      err.getBuffer().setLength(0);

      assertEquals(1, execute(commands(fault), "fault"));

      assertEquals(1, err.toString().lines().count(), err.toString());
      assertTrue(
          err.toString().startsWith(fault.getClass().getSimpleName() + ": "), err.toString());
      assertFalse(err.toString().contains("\u001b"), err.toString());
    }
  }

  @Test
  void onlyWhoeverAsksSeesWhereItHappened() {
    assertEquals(1, execute(commands(new StackOverflowError()), "fault", "--verbose"));

    assertTrue(err.toString().contains("at dev.longspark.cli.HardenedCommandTest"), err.toString());
  }

  private static CommandLine commands(Throwable fault) {
    return Longspark.commandLine().addSubcommand(new Fault(fault));
  }

  private int execute(CommandLine commands, String... arguments) {
    return Longspark.execute(commands.setErr(new PrintWriter(err, true)), arguments);
  }
}
