package dev.longspark.job;

import dev.longspark.data.AnswerRule;
import dev.longspark.data.ForeignPrediction;
import dev.longspark.data.LongBench;
import dev.longspark.data.Sample;
import dev.longspark.data.Task;
import dev.longspark.engine.generation.FinishReason;
import dev.longspark.files.HadoopSettings;
import dev.longspark.measurement.Measurement;
import dev.longspark.results.WarehouseSession;
import dev.longspark.scoring.Rescoring;
import dev.longspark.tables.GenerationKey;
import dev.longspark.tables.GenerationRow;
import dev.longspark.tables.Outcome;
import dev.longspark.tables.RunRow;
import dev.longspark.tables.RunStatus;
import dev.longspark.tables.Status;
import dev.longspark.tables.TaskColumns;
import dev.longspark.tables.Warehouse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Predictions made elsewhere into a run of their own, which is scored and reported like any other.
 * What their files do not say, such as times and bytes, stays unknown.
 */
public final class PredictionImport {
  private static final String STUDY = "imported";
  private static final GenerationRow.Origin ELSEWHERE =
      new GenerationRow.Origin("elsewhere", "import", 0);

  private final ImportSource source;
  private final Map<Path, List<ForeignPrediction>> predictions = new LinkedHashMap<>();
  private final Map<ForeignPrediction, Sample> samples = new LinkedHashMap<>();

  private PredictionImport(ImportSource source) {
    this.source = source;
  }

  /**
   * Reads the files and finds their samples; needs no Spark.
   *
   * @throws IllegalArgumentException if a prediction has no sample, or two have the same
   */
  public static PredictionImport of(ImportSource source) {
    PredictionImport read = new PredictionImport(source);
    for (Path file : source.files()) {
      List<ForeignPrediction> ofFile = new ArrayList<>();
      source.format().read(file, ofFile::add);
      read.predictions.put(file, ofFile);
    }
    read.findSamples();
    return read;
  }

  private void findSamples() {
    ForeignSamples told = ForeignSamples.toldBy(source.format(), source.files());
    ForeignSamples known =
        source.data().isEmpty()
            ? told
            : ForeignSamples.ofData(source.data(), tasks(), HadoopSettings.ofProcess());
    Map<String, String> places = new HashMap<>();
    predictions.forEach(
        (file, ofFile) -> {
          for (ForeignPrediction prediction : ofFile) {
            String place = file + ":" + prediction.line();
            try {
              Sample sample = known.of(prediction);
              told.find(prediction).ifPresent(said -> requireAnswers(said, sample));
              String other = places.putIfAbsent(sample.key(), place);
              if (other != null) {
                throw new IllegalArgumentException("It is for the same sample as " + other);
              }
              samples.put(prediction, sample);
            } catch (IllegalArgumentException e) {
              throw new IllegalArgumentException(
                  "Cannot import %s: %s".formatted(place, e.getMessage()), e);
            }
          }
        });
  }

  /** Some programs write their predictions in the order in which they were done. */
  private static void requireAnswers(Sample told, Sample known) {
    if (!told.answers().equals(known.answers())) {
      throw new IllegalArgumentException(
          "Expected the answers %s of the sample %s, not %s (is the file in another order?)"
              .formatted(known.answers(), known.id(), told.answers()));
    }
  }

  private List<String> tasks() {
    return predictions.values().stream()
        .flatMap(List::stream)
        .map(ForeignPrediction::task)
        .distinct()
        .toList();
  }

  /**
   * Writes what the run lacks, and scores it.
   *
   * @param runId a run of imports, or a new one
   * @throws RunFailedException if the run was generated here, or another driver is at it
   */
  public ImportSummary into(WarehouseSession session, String runId) {
    return Lease.hold(session.warehouse().settings(), runId, () -> write(session, runId));
  }

  private ImportSummary write(WarehouseSession session, String runId) {
    Warehouse warehouse = session.warehouse();
    Optional<RunRow> earlier = warehouse.run(runId);
    if (earlier.filter(run -> !run.study().equals(STUDY)).isPresent()) {
      throw new RunFailedException(
          "Cannot import into %s: it was generated here; imports need a run of their own"
              .formatted(runId));
    }
    Instant now = Instant.now();
    String manifest = RunManifest.imported(source, earlier.map(RunRow::manifest).orElse("{}"), now);
    Instant started = earlier.map(RunRow::started).orElse(now);
    RunRow run = new RunRow(runId, STUDY, manifest, started, now, RunStatus.RUNNING);
    warehouse.putRun(run);
    warehouse.addSamples(samples.values());
    Map<GenerationKey, Status> done = warehouse.generated(runId);
    List<GenerationRow> rows = new ArrayList<>();
    samples.forEach((prediction, sample) -> rows.add(row(runId, prediction, sample)));
    rows.removeIf(row -> done.containsKey(row.key()));
    warehouse.appendGenerations(rows);
    Rescoring.addBenchmarkScores(session, runId);
    HallucinationStage.run(session, runId);
    warehouse.putRun(run.ended(Instant.now(), RunStatus.COMPLETE));
    long failed = rows.stream().filter(row -> row.outcome().status() != Status.OK).count();
    return new ImportSummary(runId, samples.size(), rows.size(), (int) failed);
  }

  private GenerationRow row(String runId, ForeignPrediction prediction, Sample sample) {
    Task task = LongBench.task(prediction.task());
    GenerationKey key =
        new GenerationKey(
            runId,
            source.model(),
            source.technique(),
            task.name(),
            source.protocol().name(),
            sample.key());
    AnswerRule rule = source.protocol().answerRule(task);
    return new GenerationRow(key, TaskColumns.of(task), rule, outcome(prediction), ELSEWHERE);
  }

  private static Outcome outcome(ForeignPrediction prediction) {
    return prediction.failure().isEmpty()
        ? new Outcome.Text(
            prediction.text(), finishReason(prediction.finishReason()), told(prediction))
        : new Outcome.Failure(Status.FAILED, prediction.failure());
  }

  /** Nobody here measured anything; some files say how many tokens there were. */
  private static List<Measurement> told(ForeignPrediction prediction) {
    List<Measurement> told = new ArrayList<>();
    if (prediction.promptTokens() >= 0) {
      told.add(new Measurement.PromptTokens(prediction.promptTokens()));
    }
    if (prediction.newTokens() >= 0) {
      told.add(new Measurement.NewTokens(prediction.newTokens()));
    }
    return told;
  }

  /** In our words where we have one. */
  private static String finishReason(String theirs) {
    return switch (theirs) {
      case "stop" -> FinishReason.STOP.name();
      case "length" -> FinishReason.LENGTH.name();
      default -> theirs.toUpperCase(Locale.ROOT);
    };
  }
}
