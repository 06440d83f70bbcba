package dev.longspark.job;

import dev.longspark.data.ForeignFormat;
import dev.longspark.data.Protocol;
import java.nio.file.Path;
import java.util.List;

/**
 * What to import.
 *
 * @param format of the files
 * @param files on the local disk
 * @param data where LongBench's samples are; empty where the files tell enough of them
 * @param model names what generated
 * @param technique names how
 * @param protocol names the prompts, and says which part of a prediction is scored
 */
public record ImportSource(
    ForeignFormat format,
    List<Path> files,
    String data,
    String model,
    String technique,
    Protocol protocol) {

  /** Copies the files and requires what they do not tell. */
  public ImportSource {
    files = List.copyOf(files);
    if (data.isEmpty() && format == ForeignFormat.BATCH) {
      throw new IllegalArgumentException(
          "Missing LongBench data: files of %s do not say what the accepted answers are"
              .formatted(format));
    }
  }
}
