package dev.longspark.job;

import dev.longspark.config.Study;
import dev.longspark.inference.Evaluator;
import dev.longspark.inference.ExecutorEngine;
import dev.longspark.job.FakeEvaluator.Fault;
import dev.longspark.plan.StudyPlan;
import dev.longspark.results.WarehouseSession;
import dev.longspark.tables.Warehouse;
import dev.longspark.testing.SharedSpark;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * A driver whose samples go wrong; it names its run and says how many samples are committed.
 * Arguments: study file, warehouse, faults ({@code id=FAULT,...}, or {@code engine} for the real
 * engine and no faults), the study's overrides.
 */
final class ClusterDriver {
  private ClusterDriver() {}

  public static void main(String[] args) {
    List<String> overrides = new ArrayList<>(List.of(args)).subList(3, args.length);
    Study study = TinyStudy.read(Path.of(args[0]), overrides.toArray(String[]::new));
    Function<StudyPlan, Evaluator> evaluator =
        args[2].equals("engine") ? ExecutorEngine::of : plan -> new FakeEvaluator(faults(args[2]));
    EvaluationJob job = EvaluationJob.of(study, evaluator, Duration.ofMillis(200));
    try (Warehouse warehouse = SharedSpark.warehouse(Path.of(args[1]));
        WarehouseSession session =
            WarehouseSession.open(warehouse, SparkRequest.of(study, sparkProperties(), "local"))) {
      System.out.println("run " + job.runId());
      job.run(session, new Told());
    } catch (RunFailedException e) {
      System.out.println(e.getMessage());
      System.exit(1);
    }
  }

  /** What a run says, a line each. */
  private static final class Told implements RunListener {
    @Override
    public void progress(RunProgress progress) {
      System.out.println("committed " + progress.samplesDone());
    }

    @Override
    public void waiting(String what) {
      System.out.println(what);
    }
  }

  private static Map<String, Fault> faults(String text) {
    Map<String, Fault> faults = new HashMap<>();
    for (String each : text.split(",", -1)) {
      String[] parts = each.split("=", -1);
      faults.put(parts[0], Fault.valueOf(parts[1]));
    }
    return faults;
  }

  private static Map<String, String> sparkProperties() {
    Map<String, String> given = new TreeMap<>();
    Properties properties = System.getProperties();
    properties.stringPropertyNames().stream()
        .filter(name -> name.startsWith("spark."))
        .forEach(name -> given.put(name, properties.getProperty(name)));
    return given;
  }
}
