package dev.longspark.job;

import dev.longspark.config.ModelEntry;
import dev.longspark.config.Study;
import dev.longspark.config.StudyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Two tasks, two techniques and as many samples as a test wants, in a directory. */
public final class TinyStudy {
  private TinyStudy() {}

  /** Writes the study's files and returns the study file. */
  public static Path write(Path directory, int samplesPerTask) throws IOException {
    Path model = Files.createDirectories(directory.resolve("model"));
    Files.copy(Path.of("src/main/resources/sample/base/config.json"), model.resolve("config.json"));
    Path data = Files.createDirectories(directory.resolve("data"));
    for (String task : List.of("hotpotqa", "qasper")) {
      String lines =
          IntStream.range(0, samplesPerTask)
              .mapToObj(number -> line(task, number))
              .collect(Collectors.joining("\n", "", "\n"));
      Files.writeString(data.resolve(task + ".jsonl"), lines);
    }
    return Files.writeString(
        directory.resolve("tiny.yaml"),
        """
        models:
          fake:
            checkpoint: model
        techniques: [FP16, BF16]
        tasks: [hotpotqa, qasper]
        data:
          path: data
        failures:
          allowed: 0.25
        """);
  }

  /** Writes the embedded study's first model as a study of its own, with files from anywhere. */
  static Path ofSample(Path file, String checkpoint, String data) throws IOException {
    return Files.writeString(
        file,
        """
        models:
          base:
            checkpoint: "%s"
        data:
          path: "%s"
        resources:
          executors: 2
          threads: 1
        """
            .formatted(checkpoint, data));
  }

  private static String line(String task, int number) {
    return """
        {"input": "Who?", "context": "%s", "answers": ["answer %d"], "length": 3, \
        "dataset": "%s", "language": "en", "all_classes": null, "_id": "%s-%d"}"""
        .formatted("word ".repeat(10 + number % 50), number, task, task, number);
  }

  public static Study read(Path file, String... overrides) {
    return StudyFile.read(file, List.of(overrides));
  }

  /** The same study of other models. */
  public static Study withModels(Study study, List<ModelEntry> models) {
    return new Study(
        study.file(),
        study.name(),
        models,
        study.techniques(),
        study.ownTechniques(),
        study.compressor(),
        study.tasks(),
        study.ownTasks(),
        study.protocols(),
        study.ownProtocols(),
        study.data(),
        study.generation(),
        study.resources(),
        study.results(),
        study.limits(),
        study.fidelity(),
        study.failuresAllowed(),
        study.manifest());
  }
}
