package dev.longspark.embedded;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Writes long documents in LongBench's format for the six tasks of the paper: questions over one
 * text, questions over many passages, summaries. Equal seeds give equal files.
 */
public final class DocumentGenerator {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Makes a document of roughly the given number of sentences. */
  private interface Maker {
    Document make(int sentences, SplittableRandom random);
  }

  private static final Map<String, Maker> TASKS = new LinkedHashMap<>();

  static {
    TASKS.put("narrativeqa", SingleDocument::story);
    TASKS.put("qasper", SingleDocument::article);
    TASKS.put("hotpotqa", (sentences, random) -> ManyDocuments.companies(sentences / 4, random));
    TASKS.put("2wikimqa", (sentences, random) -> ManyDocuments.films(sentences / 4, random));
    TASKS.put("gov_report", Summaries::report);
    TASKS.put("multi_news", Summaries::news);
  }

  private static final int SHORTEST_IN_TRAINING = 6;
  private static final int SHORTEST = 24;
  private static final int LONGEST = 100;
  private static final double GOLDEN_RATIO = (Math.sqrt(5) - 1) / 2;

  private final long seed;

  /**
   * @param seed decides every document; evaluation and training use different ones
   */
  public DocumentGenerator(long seed) {
    this.seed = seed;
  }

  /** The tasks that documents can be made for, in the paper's order. */
  public static List<String> tasks() {
    return List.copyOf(TASKS.keySet());
  }

  /**
   * Writes {@code TASK.jsonl} for every task, in an order in which the first few lines are already
   * short, long and in between.
   *
   * @param directory where the files go; made if it is missing
   * @param samplesPerTask lines of each file, at least 1
   */
  public void write(Path directory, int samplesPerTask) {
    if (samplesPerTask < 1) {
      throw new IllegalArgumentException(
          "Invalid samples per task: " + samplesPerTask + " (must be >= 1)");
    }
    try {
      Files.createDirectories(directory);
      for (String task : tasks()) {
        List<String> lines = new ArrayList<>();
        for (int index : spread(samplesPerTask)) {
          lines.add(line(task, index, samplesPerTask));
        }
        Files.write(directory.resolve(task + ".jsonl"), lines);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write samples to " + directory, e);
    }
  }

  /**
   * Writes documents to train on: one line {@code {"task", "context", "questions", "answers",
   * "statements"}} per document, with every question that can be asked about it and what of the
   * context answers it, the tasks in turn, short and long documents mixed.
   *
   * @param file where the lines go
   * @param documents how many lines, at least 1
   */
  public void writeTraining(Path file, int documents) {
    if (documents < 1) {
      throw new IllegalArgumentException("Invalid documents: " + documents + " (must be >= 1)");
    }
    try (BufferedWriter writer = Files.newBufferedWriter(file)) {
      for (int index = 0; index < documents; index++) {
        String task = tasks().get(index % tasks().size());
        writer.write(trainingLine(task, index));
        writer.newLine();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write training documents to " + file, e);
    }
  }

  /** The document with this number, spread evenly over the range of lengths. */
  Document document(String task, int index, int count) {
    SplittableRandom random = new SplittableRandom(mixed(task, index));
    int sentences = SHORTEST + (LONGEST - SHORTEST) * index / Math.max(1, count - 1);
    return TASKS.get(task).make(sentences, random);
  }

  /**
   * The numbers below count, neighbours far apart: sorted by their multiples of the golden ratio.
   */
  private static List<Integer> spread(int count) {
    return IntStream.range(0, count)
        .boxed()
        .sorted(Comparator.comparingDouble(index -> index * GOLDEN_RATIO % 1))
        .toList();
  }

  private String trainingLine(String task, int index) {
    SplittableRandom random = new SplittableRandom(mixed(task, index));
    int sentences = random.nextInt(SHORTEST_IN_TRAINING, LONGEST + 1);
    Document document = TASKS.get(task).make(sentences, random);
    ObjectNode line = JSON.createObjectNode().put("task", task);
    line.put("context", document.context());
    ArrayNode questions = line.putArray("questions");
    ArrayNode answers = line.putArray("answers");
    ArrayNode statements = line.putArray("statements");
    for (Fact fact : document.facts()) {
      questions.add(fact.question());
      answers.add(fact.answer());
      statements.add(fact.sentence());
    }
    return line.toString();
  }

  private String line(String task, int index, int count) {
    Document document = document(task, index, count);
    ObjectNode line = JSON.createObjectNode();
    line.put("input", document.question());
    line.put("context", document.context());
    line.putArray("answers").add(document.answer());
    line.put("length", words(document));
    line.put("dataset", task);
    line.put("language", "en");
    line.putNull("all_classes");
    line.put("_id", HexFormat.of().toHexDigits(mixed(task, index)));
    return line.toString();
  }

  private static int words(Document document) {
    return (document.question() + " " + document.context() + " " + document.answer())
        .strip()
        .split("\\s+")
        .length;
  }

  private long mixed(String task, int index) {
    return new SplittableRandom(seed * 31 + task.hashCode()).split().nextLong() + index;
  }
}
