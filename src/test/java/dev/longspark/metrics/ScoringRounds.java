package dev.longspark.metrics;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/**
 * Our side of {@code benchmark/scoring.sh}: for every name of a metric on standard input, one timed
 * round over all of its samples, by one thread, answered with the processor's seconds (the garbage
 * collector's and the compiler's too) and the sum of the scores. It first writes the elements of
 * the hallucination subject, which both sides compare. To {@code scaling} it answers how many times
 * as much two threads score in the same time as one.
 */
public final class ScoringRounds {
  private static final Path SAMPLES = Path.of("src/main/resources/sample/data/gov_report.jsonl");
  private static final int HALLUCINATION_ANSWERS = 60;
  private static final List<String> METRICS = List.of("qa_f1", "rouge_l", "hallucination");
  private static final int REPEATS = 20;

  private final List<JsonNode> qa = GoldenFile.read("qa_f1.jsonl");
  private final List<JsonNode> summaries = GoldenFile.read("rouge_l.jsonl");
  private final List<Set<String>> answers = new ArrayList<>();
  private final Set<String> context;

  private ScoringRounds() throws IOException {
    EnglishTagger tagger = EnglishTagger.load();
    ObjectMapper json = new ObjectMapper();
    StringBuilder contexts = new StringBuilder();
    for (String line : Files.readAllLines(SAMPLES)) {
      contexts.append(json.readTree(line).path("context").asText()).append('\n');
    }
    context = TextElements.of(tagger.sentences(contexts.toString()));
    for (JsonNode summary : summaries.subList(0, HALLUCINATION_ANSWERS)) {
      answers.add(TextElements.of(tagger.sentences(summary.path("prediction").asText())));
    }
  }

  /**
   * Writes the elements and answers rounds until the input ends.
   *
   * @param arguments the file for the elements
   */
  public static void main(String[] arguments) throws IOException {
    ScoringRounds rounds = new ScoringRounds();
    ObjectNode elements = new ObjectMapper().createObjectNode();
    elements.putPOJO("context", rounds.context);
    elements.putPOJO("answers", rounds.answers);
    Files.writeString(Path.of(arguments[0]), elements.toString());
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    OperatingSystemMXBean processor =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    out.println("ready");
    for (String metric = in.readLine(); metric != null; metric = in.readLine()) {
      if (metric.equals("scaling")) {
        out.println(2 * rounds.seconds(1) / rounds.seconds(2) + " 0");
        continue;
      }
      long start = processor.getProcessCpuTime();
      double sum = rounds.round(metric);
      out.println((processor.getProcessCpuTime() - start) / 1e9 + " " + sum);
    }
  }

  private double round(String metric) {
    return switch (metric) {
      case "qa_f1" -> benchmark(Metric.QA_F1, qa);
      case "rouge_l" -> benchmark(Metric.ROUGE_L, summaries);
      case "hallucination" -> hallucination();
      default -> throw new IllegalArgumentException("Unknown metric: " + metric);
    };
  }

  /** Time in which each of some threads scores everything a few times. */
  private double seconds(int threads) {
    long start = System.nanoTime();
    IntStream.range(0, threads)
        .mapToObj(thread -> CompletableFuture.runAsync(this::everything, ScoringRounds::thread))
        .toList()
        .forEach(CompletableFuture::join);
    return (System.nanoTime() - start) / 1e9;
  }

  private static void thread(Runnable task) {
    new Thread(task, "scoring").start();
  }

  private void everything() {
    for (int repeat = 0; repeat < REPEATS; repeat++) {
      METRICS.forEach(this::round);
    }
  }

  private static double benchmark(Metric metric, List<JsonNode> samples) {
    double sum = 0;
    for (JsonNode sample : samples) {
      Map<String, Double> scores =
          metric.score(
              sample.path("prediction").asText(),
              GoldenFile.strings(sample.path("answers")),
              List.of());
      sum += scores.get(metric.headline());
    }
    return sum;
  }

  private double hallucination() {
    ContextElements known = ContextElements.of(context);
    return answers.stream()
        .mapToDouble(answer -> HallucinationScorer.score(answer, known).orElse(0))
        .sum();
  }
}
