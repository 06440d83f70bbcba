package dev.longspark.benchmark;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The entry: {@code benchmark/engine.sh [--threads N] [SUBJECT ...]}. */
public final class Benchmarks {
  private static final List<Subject> SUBJECTS =
      List.of(
          new WeightSubject(),
          new CacheSubject(),
          new GrowthSubject(),
          new BatchSubject(),
          new PlacesSubject());

  private Benchmarks() {}

  /**
   * Measures the subjects named, or all.
   *
   * @param args names of subjects, and {@code --threads N}
   */
  public static void main(String[] args) {
    Map<String, Subject> byName = new LinkedHashMap<>();
    SUBJECTS.forEach(subject -> byName.put(subject.name(), subject));
    List<String> names = Arrays.asList(args);
    int threads = Runtime.getRuntime().availableProcessors();
    int option = names.indexOf("--threads");
    if (option >= 0) {
      threads = Integer.parseInt(names.get(option + 1));
      names = names.subList(option + 2, names.size());
    }
    names.stream().filter(name -> !byName.containsKey(name)).forEach(name -> unknown(name, byName));
    Report report = new Report(System.out);
    report.note(
        "%d threads of %d processors"
            .formatted(threads, Runtime.getRuntime().availableProcessors()));
    for (Subject subject : byName.values()) {
      if (names.isEmpty() || names.contains(subject.name())) {
        report.title(subject.title());
        subject.measure(threads, report);
      }
    }
  }

  private static void unknown(String name, Map<String, Subject> byName) {
    throw new IllegalArgumentException(
        "Unknown subject: " + name + " (must be one of " + byName.keySet() + ")");
  }
}
