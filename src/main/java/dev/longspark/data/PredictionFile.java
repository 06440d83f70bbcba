package dev.longspark.data;

import dev.longspark.files.FileForm;
import dev.longspark.metrics.Metric;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Predictions as LongBench's {@code pred.py} writes them: one JSON object per line with {@code
 * pred}, {@code answers}, {@code all_classes} and {@code length}.
 *
 * @param path on the local disk
 * @param task the task that the file's name says, up to the first full stop; in a folder {@code
 *     pred_e} that of LongBench-E
 */
public record PredictionFile(Path path, Task task) {
  /** How the names of prediction files end. */
  public static final String SUFFIX = ".jsonl";

  public PredictionFile {
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(task, "task");
  }

  /**
   * The predictions in a file.
   *
   * @throws IllegalArgumentException if its name says no task of LongBench
   */
  public static PredictionFile of(Path path) {
    return new PredictionFile(path, LongBench.task(taskName(path)));
  }

  /** Whether a file's name says a task of LongBench. */
  public static boolean isNamedLikeOne(Path path) {
    return path.getFileName().toString().endsWith(SUFFIX)
        && new LongBench("").tasks().stream().anyMatch(task -> task.name().equals(taskName(path)));
  }

  private static String taskName(Path path) {
    String name = path.getFileName().toString();
    int stop = name.indexOf('.');
    String task = stop < 0 ? name : name.substring(0, stop);
    return LongBenchE.task(path, task).orElse(task);
  }

  /**
   * Hands on the predictions one at a time, in the order of their lines; blank lines are skipped.
   *
   * @throws UncheckedIOException if the file is unreadable, or a line is no prediction
   */
  public void read(Consumer<Prediction> predictions) {
    FileForm.requireRegular(path);
    try (InputStream in = Files.newInputStream(path)) {
      FileForm.requireNone(path, FileForm.EMPTY);
      JsonLines lines = new JsonLines(in);
      Optional<byte[]> line = lines.next();
      while (line.isPresent()) {
        if (!JsonLines.isBlank(line.get())) {
          predictions.accept(prediction(line.get(), lines.number()));
        }
        line = lines.next();
      }
    } catch (JsonLines.TooLongException e) {
      throw new UncheckedIOException(
          "Invalid prediction at %s:%d: %s".formatted(path, e.number(), e.getMessage()), e);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read predictions in " + path, e);
    }
  }

  /**
   * The sample of a prediction as far as its line tells it: without context and question, named by
   * its place.
   *
   * @param place among the task's samples, from 0
   */
  public Sample sample(Prediction prediction, int place) {
    return Sample.of(
        task.name(),
        "place-" + place,
        "",
        "",
        prediction.answers(),
        prediction.classes(),
        task.language(),
        prediction.length());
  }

  private Prediction prediction(byte[] line, int number) {
    try {
      JsonFields fields = JsonFields.parse(line);
      return new Prediction(
          number,
          fields.isNull("pred") ? "" : fields.string("pred"),
          fields.strings("answers"),
          task.metric().equals(Metric.CLASSIFICATION) ? fields.strings("all_classes") : List.of(),
          fields.has("/length") || LongBenchE.isMember(task.name()) ? fields.natural("length") : 0);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Invalid prediction at %s:%d: %s"
              .formatted(
                  path,
                  number,
                  e.getMessage() + KnownLine.hint(line, KnownLine.LONGBENCH_PREDICTION)),
          e);
    }
  }
}
