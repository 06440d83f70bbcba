package dev.longspark.prompt;

import dev.longspark.data.MalformedLines;
import dev.longspark.data.SampleSource;
import dev.longspark.files.FileForm;
import dev.longspark.files.HadoopSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads calibration text: LongBench lines ({@code TASK.jsonl}), any other file as plain text. */
public final class CalibrationFiles {
  private static final String LINES = ".jsonl";

  private CalibrationFiles() {}

  /**
   * The documents of some files, in their order: the context of every sample, or a whole text.
   *
   * @throws IllegalArgumentException if one is of another form, such as a Git LFS pointer
   * @throws UncheckedIOException if one is missing, no UTF-8, or has a line that is no sample
   */
  public static List<CalibrationDocument> read(List<Path> files) {
    List<CalibrationDocument> documents = new ArrayList<>();
    files.forEach(file -> read(file, documents));
    return documents;
  }

  private static void read(Path file, List<CalibrationDocument> documents) {
    String name = file.getFileName().toString();
    if (name.endsWith(LINES)) {
      readSamples(file, name, documents);
      return;
    }
    try {
      FileForm.requireNone(file, FileForm.EMPTY);
      FileForm.requireRegular(file);
      documents.add(new CalibrationDocument(name, "", Files.readString(file)));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read calibration text " + file, e);
    }
  }

  private static void readSamples(Path file, String name, List<CalibrationDocument> documents) {
    String task = name.substring(0, name.length() - LINES.length());
    int before = documents.size();
    new SampleSource(file.toAbsolutePath().getParent().toString(), 0, MalformedLines.FAIL)
        .read(
            List.of(task),
            HadoopSettings.ofProcess(),
            sample ->
                documents.add(
                    new CalibrationDocument(
                        name + "#" + (documents.size() - before + 1),
                        sample.key(),
                        sample.context())));
  }
}
