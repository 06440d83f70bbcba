package dev.longspark.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ScoreCommandTest {
  private static final String HALF_RIGHT =
      "{\"pred\": \"red fox\", \"answers\": [\"fox\", \"cat\"], \"all_classes\": null,"
          + " \"length\": 3}\n";
  private static final String WRONG =
      "{\"pred\": \"\", \"answers\": [\"fox\"], \"all_classes\": null, \"length\": 3}\n";

  @TempDir private Path directory;
  private Path out;
  private final StringWriter standardOut = new StringWriter();
  private final StringWriter standardError = new StringWriter();

  @BeforeEach
  void nameOutput() {
    out = directory.resolve("out.jsonl");
  }

  @Test
  void writesOneLinePerPredictionAndASummary() throws IOException {
    Path file = write("hotpotqa.jsonl", HALF_RIGHT + "\n" + WRONG);

    assertEquals(0, score(file));

    assertEquals(
        """
        {"task":"hotpotqa","line":1,"scores":{"qa_f1":0.6666666666666666,"qa_precision":0.5,"qa_recall":1.0}}
        {"task":"hotpotqa","line":3,"scores":{"qa_f1":0.0,"qa_precision":0.0,"qa_recall":0.0}}
        """,
        Files.readString(out));
    assertEquals(
        """
        task                  metric            score   lines
        hotpotqa              qa_f1             33.33       2
        hotpotqa              qa_precision      25.00       2
        hotpotqa              qa_recall         50.00       2
        """,
        standardOut.toString());
    assertEquals("", standardError.toString());
  }

  @Test
  void cutsTheFirstLineWhereLongBenchDoes() throws IOException {
    String goesOn = HALF_RIGHT.replace("red fox", "\\nfox\\nred");
    write("triviaqa.jsonl", goesOn);
    write("qasper.jsonl", goesOn);

    assertEquals(0, score(directory));

    assertTrue(standardOut.toString().contains("triviaqa              qa_f1            100.00"));
    assertTrue(standardOut.toString().contains("qasper                qa_f1             66.67"));
  }

  @Test
  void skipsOtherFilesOfADirectory() throws IOException {
    write("hotpotqa.jsonl", HALF_RIGHT);
    Path other = write("expected_per_sample.jsonl", "{}\n");
    write("result.json", "{}\n");

    assertEquals(0, score(directory));

    assertEquals("Skipped " + other + ": its name is no task's\n", standardError.toString());
  }

  @Test
  void rejectsAFileOfNoTask() throws IOException {
    Path file = write("hotpot.jsonl", HALF_RIGHT);

    assertEquals(2, score(file));

    assertError("Cannot score " + file + ": Unknown task: 'hotpot' (one of: narrativeqa, qasper,");
    assertFalse(Files.exists(out));
  }

  @Test
  void rejectsADirectoryWithoutPredictions() {
    assertEquals(2, score(directory));

    assertError("Missing predictions: " + directory + " has no file named TASK.jsonl");
  }

  @Test
  void rejectsTwoFilesOfOneTask() throws IOException {
    Path one = write("hotpotqa.a.jsonl", HALF_RIGHT);
    Path other = write("hotpotqa.b.jsonl", HALF_RIGHT);

    assertEquals(2, score(directory));

    assertError("Cannot score two files of the task hotpotqa: " + one + " and " + other);
  }

  @Test
  void keepsItsInput() throws IOException {
    Path file = write("hotpotqa.jsonl", HALF_RIGHT);
    out = file;

    assertEquals(2, score(file));

    assertError("Invalid --out: " + file + " is one of the prediction files");
    assertEquals(HALF_RIGHT, Files.readString(file));
  }

  @Test
  void namesFileAndLineOfAMalformedPrediction() throws IOException {
    Path file = write("hotpotqa.jsonl", HALF_RIGHT + "{\"pred\": \"x\"}\n");

    assertEquals(1, score(file));

    assertEquals(
        "Invalid prediction at " + file + ":2: Missing field 'answers'\n",
        standardError.toString());
    assertEquals("", standardOut.toString());
  }

  @Test
  void namesFileAndLineOfAnAnswerThatCannotBeScored() throws IOException {
    Path file = write("passage_retrieval_en.jsonl", HALF_RIGHT);

    assertEquals(1, score(file));

    assertEquals(
        "Cannot score " + file + ":1: Invalid answer: 'fox' (must hold 'Paragraph' and a number)\n",
        standardError.toString());
  }

  @Test
  void scoresNoEmptyFile() throws IOException {
    Path file = write("hotpotqa.jsonl", "\n");

    assertEquals(1, score(file));

    assertEquals("Missing predictions: " + file + " has no line\n", standardError.toString());
  }

  private Path write(String name, String lines) throws IOException {
    return Files.writeString(directory.resolve(name), lines);
  }

  private int score(Path predictions) {
    CommandLine command =
        Longspark.commandLine()
            .setOut(new PrintWriter(standardOut))
            .setErr(new PrintWriter(standardError, true));
    return command.execute(
        "score", "--predictions", predictions.toString(), "--out", out.toString());
  }

  private void assertError(String start) {
    String error = standardError.toString();
    assertTrue(error.startsWith(start), error);
  }
}
