package dev.longspark.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import dev.longspark.data.Prediction;
import dev.longspark.data.PredictionFile;
import dev.longspark.data.Protocol;
import dev.longspark.data.Task;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Scores prediction files: one line of scores per prediction, and the sums per task. Predictions
 * are read and written in batches, so that files may be large; a batch is scored on all cores.
 */
final class PredictionScoring {
  private static final int BATCH = 256;
  private static final ObjectWriter JSON = new ObjectMapper().writer();

  private final Writer out;
  private final List<Prediction> batch = new ArrayList<>(BATCH);

  /** One line of output. */
  private record Line(String task, int line, Map<String, Double> scores) {}

  /** A line and the length of its sample. */
  private record Scored(Line line, int length) {}

  /**
   * @param out takes the lines; is not closed
   */
  PredictionScoring(Writer out) {
    this.out = out;
  }

  /**
   * Scores a file as LongBench does.
   *
   * @throws UncheckedIOException if the file is unreadable, holds no predictions, or a line that is
   *     none or whose answers are not of the task's kind
   */
  TaskScores score(PredictionFile file) {
    TaskScores scores = new TaskScores(file.task().name());
    file.read(
        prediction -> {
          batch.add(prediction);
          if (batch.size() == BATCH) {
            flush(file, scores);
          }
        });
    flush(file, scores);
    if (scores.lines() == 0) {
      String message = "Missing predictions: " + file.path() + " has no line";
      throw new UncheckedIOException(message, new IOException(message));
    }
    return scores;
  }

  private void flush(PredictionFile file, TaskScores scores) {
    List<Scored> lines =
        batch.parallelStream()
            .map(prediction -> new Scored(line(file, prediction), prediction.length()))
            .toList();
    batch.clear();
    try {
      for (Scored scored : lines) {
        scores.add(scored.line.scores, scored.length);
        out.write(JSON.writeValueAsString(scored.line));
        out.write('\n');
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write scores", e);
    }
  }

  private static Line line(PredictionFile file, Prediction prediction) {
    Task task = file.task();
    try {
      Map<String, Double> scores =
          Protocol.LONGBENCH.score(
              task, prediction.text(), prediction.answers(), prediction.classes());
      return new Line(task.name(), prediction.line(), scores);
    } catch (IllegalArgumentException e) {
      throw new UncheckedIOException(
          "Cannot score %s:%d: %s".formatted(file.path(), prediction.line(), e.getMessage()),
          new IOException(e.getMessage(), e));
    }
  }
}
