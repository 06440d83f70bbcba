package dev.longspark.report;

import dev.longspark.results.RunResults;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.sql.Row;

/**
 * What is compared among itself: the techniques of one model under one protocol.
 *
 * @param model the model's name
 * @param protocol the protocol's name
 */
record Group(String model, String protocol) {

  /** All groups of some results, by name. */
  static List<Group> all(RunResults results) {
    return results.rows("task_scores").stream()
        .map(row -> new Group(row.getAs("model"), row.getAs("protocol")))
        .distinct()
        .sorted(Comparator.comparing(Group::model).thenComparing(Group::protocol))
        .toList();
  }

  /** The group's own rows. */
  List<Row> of(List<Row> rows) {
    return rows.stream()
        .filter(row -> model.equals(row.getAs("model")) && protocol.equals(row.getAs("protocol")))
        .toList();
  }

  String title() {
    return "%s, protocol %s".formatted(model, protocol);
  }

  String fileName() {
    return (model + "-" + protocol).replaceAll("[^A-Za-z0-9._-]", "_");
  }
}
