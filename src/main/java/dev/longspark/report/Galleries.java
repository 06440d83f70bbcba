package dev.longspark.report;

import dev.longspark.results.RunResults;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.apache.spark.sql.Row;

/** The pictures of one group. */
final class Galleries {
  private static final int FEWEST_AXES = 3;

  private final RunResults results;
  private final Group group;
  private final Order order;

  private Galleries(RunResults results, Group group, Order order) {
    this.results = results;
    this.group = group;
    this.order = order;
  }

  static List<Gallery> of(RunResults results, Group group, Order order) {
    Galleries galleries = new Galleries(results, group, order);
    List<Gallery> all = new ArrayList<>();
    all.add(galleries.trade());
    all.add(galleries.radar());
    all.add(galleries.differences());
    all.add(galleries.gains());
    all.add(galleries.latency());
    all.add(galleries.batches());
    return all.stream().filter(gallery -> !gallery.pictures().isEmpty()).toList();
  }

  /** Quality against memory and against time, over all tasks. */
  private Gallery trade() {
    List<Row> rows =
        group.of(results.rows("pareto")).stream()
            .filter(row -> "all".equals(row.getAs("scope")))
            .filter(row -> row.getAs("memory_gb") != null && row.getAs("e2e_s") != null)
            .toList();
    List<Picture> pictures = new ArrayList<>();
    if (!rows.isEmpty()) {
      pictures.add(scatter(rows, "memory_gb", "on_memory_front", "Peak memory, GB"));
      pictures.add(scatter(rows, "e2e_s", "on_latency_front", "End-to-end time, s"));
    }
    return new Gallery(
        "Quality against memory and time",
        "Mean score of the tasks. The line is the Pareto front: no other technique is as good in both"
            + " and better in one.",
        "wide",
        pictures);
  }

  private static Picture scatter(List<Row> rows, String cost, String front, String title) {
    List<ScatterChart.Point> points =
        rows.stream()
            .map(
                row ->
                    new ScatterChart.Point(
                        row.getAs("technique"),
                        row.getAs(cost),
                        row.getAs("score"),
                        row.getAs(front)))
            .toList();
    return new Picture(title, ScatterChart.of(points, title, "Mean score"));
  }

  private Gallery radar() {
    Map<String, Map<String, Double>> shares = new HashMap<>();
    Map<Integer, String> axes = new HashMap<>();
    for (Row row : group.of(results.rows("radar"))) {
      axes.put(row.getAs("place"), row.getAs("axis"));
      shares
          .computeIfAbsent(row.getAs("technique"), technique -> new HashMap<>())
          .put(row.getAs("axis"), row.getAs("share"));
    }
    List<String> names =
        new TreeSet<>(axes.keySet()).stream().map(axes::get).map(Objects::toString).toList();
    String baseline = baseline();
    List<Picture> pictures = new ArrayList<>();
    if (names.size() >= FEWEST_AXES && shares.containsKey(baseline)) {
      double[] outline = values(shares.get(baseline), names);
      for (String technique : shares.keySet().stream().sorted(order.byTechnique()).toList()) {
        double[] own = values(shares.get(technique), names);
        pictures.add(new Picture(technique, RadarChart.of(technique, names, own, outline)));
      }
    }
    return new Gallery(
        "Profile of each technique",
        "Each axis: the share of the best technique's value, further out is better. Dashed: "
            + baseline
            + ".",
        "small",
        pictures);
  }

  private static double[] values(Map<String, Double> shares, List<String> axes) {
    return axes.stream().mapToDouble(axis -> shares.getOrDefault(axis, 0.0)).toArray();
  }

  private Gallery differences() {
    List<Picture> pictures = new ArrayList<>();
    List<Row> rows = group.of(results.rows("significance"));
    for (Map.Entry<String, List<Row>> task : byTask(rows).entrySet()) {
      List<IntervalChart.Bar> bars =
          task.getValue().stream()
              .map(
                  row ->
                      new IntervalChart.Bar(
                          row.getAs("technique"),
                          row.getAs("difference"),
                          row.getAs("low"),
                          row.getAs("high"),
                          row.getAs("verdict")))
              .toList();
      String title = "Score differences to %s, %s".formatted(baseline(), task.getKey());
      pictures.add(new Picture(task.getKey(), IntervalChart.of(bars, title)));
    }
    return new Gallery(
        "Score differences to " + baseline(),
        "In points of 100, with 95 % bootstrap intervals over paired samples. In colour: significant"
            + " after Holm's correction.",
        "rows",
        pictures);
  }

  private Gallery gains() {
    List<Row> rows = group.of(results.rows("relative_gain"));
    List<Picture> pictures = new ArrayList<>();
    pictures.addAll(factors(rows, "memory_saving", "Memory saving"));
    pictures.addAll(factors(rows, "speedup", "Speedup, end to end"));
    pictures.addAll(factors(rows, "throughput_gain", "Throughput"));
    return new Gallery(
        "Gains over " + baseline(),
        "Mean of the tasks' factors. Throughput counts tokens, so a technique that talks more gains by"
            + " it; the speedup counts answers.",
        "rows",
        pictures);
  }

  private List<Picture> factors(List<Row> rows, String column, String title) {
    Map<String, List<Double>> factors = new HashMap<>();
    for (Row row : rows) {
      Double factor = row.getAs(column);
      if (factor != null) {
        factors.computeIfAbsent(row.getAs("technique"), name -> new ArrayList<>()).add(factor);
      }
    }
    List<BarChart.Bar> bars =
        factors.keySet().stream()
            .sorted(order.byTechnique())
            .map(
                technique ->
                    new BarChart.Bar(
                        technique,
                        factors.get(technique).stream()
                            .mapToDouble(Double::doubleValue)
                            .average()
                            .orElseThrow()))
            .toList();
    return bars.isEmpty() ? List.of() : List.of(new Picture(title, BarChart.of(bars, title)));
  }

  private Gallery latency() {
    List<Row> rows = group.of(results.rows("latency_by_length"));
    List<Integer> bins =
        new ArrayList<>(
            new TreeSet<>(rows.stream().map(row -> row.<Integer>getAs("words_from")).toList()));
    List<Picture> pictures = new ArrayList<>();
    if (bins.stream().noneMatch(Objects::isNull) && !bins.isEmpty()) {
      if (rows.stream().anyMatch(row -> row.getAs("ttft_s") != null)) {
        pictures.add(lines(rows, bins, "ttft_s", "Time to first token, s"));
      }
      if (rows.stream().anyMatch(row -> row.getAs("e2e_s") != null)) {
        pictures.add(lines(rows, bins, "e2e_s", "End-to-end time, s"));
      }
    }
    return new Gallery(
        "Latency by length of the context",
        "Means over all tasks, by the context's words: each bin reaches to the next power of two.",
        "wide",
        pictures);
  }

  /** What more samples at once give and what they cost each of them. */
  private Gallery batches() {
    List<Row> rows =
        group.of(results.rows("batch")).stream()
            .filter(row -> row.getAs("tokens_per_second") != null && row.getAs("tpot_ms") != null)
            .toList();
    List<ScatterChart.Point> points =
        rows.stream()
            .map(
                row ->
                    new ScatterChart.Point(
                        row.getAs("technique") + "@" + row.getAs("batch"),
                        row.getAs("tpot_ms"),
                        row.getAs("tokens_per_second"),
                        rows.stream().noneMatch(other -> gives(other, row))))
            .toList();
    String title = "Time per token after the first, ms";
    return new Gallery(
        "Throughput against latency",
        "Each technique in each batch. The line is the Pareto front: nothing else gives as many tokens"
            + " per second as fast and one of both better.",
        "wide",
        points.isEmpty()
            ? List.of()
            : List.of(new Picture(title, ScatterChart.of(points, title, "New tokens per second"))));
  }

  /** Whether one is as good as another in throughput and latency and better in one. */
  private static boolean gives(Row one, Row other) {
    int throughput =
        Double.compare(one.getAs("tokens_per_second"), other.getAs("tokens_per_second"));
    int latency = Double.compare(other.getAs("tpot_ms"), one.getAs("tpot_ms"));
    return throughput >= 0 && latency >= 0 && throughput + latency > 0;
  }

  private Picture lines(List<Row> rows, List<Integer> bins, String column, String title) {
    List<LineChart.Line> lines = new ArrayList<>();
    List<String> techniques = order.techniques();
    for (int i = 0; i < techniques.size(); i++) {
      String technique = techniques.get(i);
      List<Row> own =
          rows.stream()
              .filter(row -> technique.equals(row.getAs("technique")) && row.getAs(column) != null)
              .sorted(order.rows(List.of("words_from")))
              .toList();
      if (!own.isEmpty()) {
        Function<Row, Integer> place = row -> bins.indexOf(row.<Integer>getAs("words_from"));
        lines.add(
            new LineChart.Line(
                technique,
                "series" + i % 14,
                own.stream().map(place).toList(),
                own.stream().map(row -> row.<Double>getAs(column)).toList()));
      }
    }
    List<String> names = bins.stream().map(bin -> bin + "+").toList();
    return new Picture(title, LineChart.of(lines, names, "Words of the context", title));
  }

  private Map<String, List<Row>> byTask(List<Row> rows) {
    Map<String, List<Row>> tasks = new TreeMap<>(order.byTask());
    rows.stream()
        .sorted(order.rows(List.of("technique")))
        .forEach(row -> tasks.computeIfAbsent(row.getAs("task"), t -> new ArrayList<>()).add(row));
    return tasks;
  }

  private String baseline() {
    return results.rows("baselines").stream()
        .filter(row -> group.model().equals(row.getAs("model")))
        .map(row -> row.<String>getAs("baseline"))
        .findFirst()
        .orElse("");
  }
}
