package dev.longspark.job;

import dev.longspark.config.ConfigException;
import dev.longspark.engine.Device;
import dev.longspark.files.HadoopSettings;
import dev.longspark.files.Location;
import dev.longspark.forecast.ModelWork;
import dev.longspark.inference.Evaluator;
import dev.longspark.plan.CheckpointIdentity;
import dev.longspark.plan.Fingerprints;
import dev.longspark.plan.WeightSet;
import dev.longspark.tables.CatalogSettings;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkEnv;

/**
 * Asks every executor, before any work, whether it can do it: native libraries of the right
 * version, the devices that the study wants, this build of the job, the checkpoints that are plain
 * paths, and a view of the warehouse, to which executors add scores.
 *
 * @param evaluator what will generate
 * @param witness a file of the warehouse that exists by now, or its directory; empty if it has none
 * @param checkpoints fingerprints by folder, as the driver sees them
 * @param commit that the driver was built from
 */
record ExecutorCheck(
    Evaluator evaluator, String witness, Map<String, String> checkpoints, String commit)
    implements Serializable {
  private static final String DATABASE = "catalog.db";

  ExecutorCheck {
    checkpoints = new TreeMap<>(checkpoints);
  }

  static ExecutorCheck of(
      Evaluator evaluator,
      CatalogSettings warehouse,
      List<ModelWork> missing,
      Fingerprints fingerprints) {
    // Those that are URIs are copied and held to their SHA-256 by whoever loads them.
    Map<String, String> checkpoints = new TreeMap<>();
    missing.stream()
        .flatMap(work -> work.units().stream())
        .flatMap(unit -> unit.model().weightSet().stream())
        .map(WeightSet::checkpoint)
        .filter(folder -> !new Location(folder).isUri())
        .forEach(folder -> checkpoints.computeIfAbsent(folder, fingerprints::of));
    // A node may have a directory of the same name, but not the same file.
    String witness =
        warehouse
            .directory()
            .map(place -> Files.exists(place.resolve(DATABASE)) ? place.resolve(DATABASE) : place)
            .map(Path::toString)
            .orElse("");
    return new ExecutorCheck(evaluator, witness, checkpoints, BuildInfo.read().commit());
  }

  /**
   * What an executor says of itself.
   *
   * @param fault why it cannot work; empty if it can
   * @param devices what its devices are, a line each
   */
  private record Answer(String fault, List<String> devices) implements Serializable {}

  /**
   * Runs the check.
   *
   * @return the executors' devices, a line each; nothing of CPUs
   * @throws RunFailedException naming the executors that cannot work, and why
   */
  List<String> run(SparkContext spark) {
    List<String> executors = UnitJob.executors(spark);
    List<String> places = executors.isEmpty() ? List.of("") : executors;
    List<UnitJob.Placed<String>> asked =
        places.stream().map(place -> new UnitJob.Placed<>(place, List.of(place))).toList();
    Queue<Answer> answers = new ConcurrentLinkedQueue<>();
    UnitJob.run(
        spark, asked, (position, place, task) -> answer(UnitTask.devices(task)), answers::add);
    List<String> faults = new ArrayList<>(answers.stream().map(Answer::fault).toList());
    faults.removeIf(String::isEmpty);
    if (!faults.isEmpty()) {
      throw new RunFailedException("Cannot start: " + String.join("; ", faults));
    }
    return answers.stream().flatMap(answer -> answer.devices().stream()).sorted().toList();
  }

  /** What is wrong with a checkpoint here; empty if it is the driver's. */
  private static String fault(String folder, String fingerprint) {
    try {
      return CheckpointIdentity.of(folder, HadoopSettings.ofProcess()).equals(fingerprint)
          ? ""
          : "holds other files in the checkpoint folder %s than the driver".formatted(folder);
    } catch (ConfigException | UncheckedIOException e) {
      return e.getMessage();
    }
  }

  private Answer answer(List<Device> devices) {
    SparkEnv env = SparkEnv.get();
    String host = env.blockManager().blockManagerId().host();
    String here = "executor %s on %s: ".formatted(env.executorId(), host);
    if (!witness.isEmpty() && !Files.exists(Path.of(witness))) {
      return new Answer(here + "does not see the warehouse, there is no " + witness, List.of());
    }
    if (!commit.equals(BuildInfo.read().commit())) {
      return new Answer(
          here
              + "has another build, of commit %s; the driver's is of %s"
                  .formatted(BuildInfo.read().commit(), commit),
          List.of());
    }
    String fault =
        checkpoints.entrySet().stream()
            .map(checkpoint -> fault(checkpoint.getKey(), checkpoint.getValue()))
            .filter(text -> !text.isEmpty())
            .collect(Collectors.joining(", "));
    if (!fault.isEmpty()) {
      return new Answer(here + fault, List.of());
    }
    try {
      return new Answer("", evaluator.check(devices).stream().map(here::concat).toList());
    } catch (RuntimeException | LinkageError e) {
      return new Answer(here + e.getMessage(), List.of());
    }
  }
}
