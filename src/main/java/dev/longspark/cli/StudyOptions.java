package dev.longspark.cli;

import dev.longspark.config.Study;
import dev.longspark.config.StudyFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The study of a command, with its overrides. */
final class StudyOptions {
  @Parameters(paramLabel = "STUDY", description = "The study file.")
  private Path file;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description =
          "Lays a value over the study file, may be repeated: --set generation.max-new-tokens=64."
              + " Keys are those of study-defaults.yaml, dotted; values are YAML.")
  private List<String> overrides = new ArrayList<>();

  /** Reads and checks the study. */
  Study study() {
    return StudyFile.read(file, overrides);
  }
}
