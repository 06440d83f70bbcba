package dev.longspark.report;

import dev.longspark.results.RunResults;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.sql.Row;

/**
 * What is compared among itself: the techniques of one model under one protocol on one benchmark.
 *
 * @param model the model's name
 * @param protocol the protocol's name
 * @param benchmark the benchmark's name
 * @param hasOneBenchmark whether the run has no other, which then needs no name
 */
record Group(String model, String protocol, String benchmark, boolean hasOneBenchmark) {

  /** All groups of some results, by name. */
  static List<Group> all(RunResults results) {
    List<Row> scores = results.rows("task_scores");
    boolean hasOne = scores.stream().map(row -> row.getAs("benchmark")).distinct().count() < 2;
    return scores.stream()
        .map(
            row ->
                new Group(
                    row.getAs("model"), row.getAs("protocol"), row.getAs("benchmark"), hasOne))
        .distinct()
        .sorted(
            Comparator.comparing(Group::model)
                .thenComparing(Group::protocol)
                .thenComparing(Group::benchmark))
        .toList();
  }

  /** The group's own rows. */
  List<Row> of(List<Row> rows) {
    return rows.stream()
        .filter(row -> model.equals(row.getAs("model")))
        .filter(row -> protocol.equals(row.getAs("protocol")))
        .filter(row -> benchmark.equals(row.getAs("benchmark")))
        .toList();
  }

  String title() {
    String title = "%s, protocol %s".formatted(model, protocol);
    return hasOneBenchmark ? title : title + ", benchmark " + benchmark;
  }

  String fileName() {
    String name = model + "-" + protocol + (hasOneBenchmark ? "" : "-" + benchmark);
    return name.replaceAll("[^A-Za-z0-9._-]", "_");
  }
}
