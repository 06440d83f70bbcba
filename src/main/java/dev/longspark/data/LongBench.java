package dev.longspark.data;

import static dev.longspark.data.AnswerRule.FIRST_LINE;
import static dev.longspark.data.AnswerRule.WHOLE;
import static dev.longspark.data.PromptStyle.CHAT;
import static dev.longspark.data.PromptStyle.RAW;
import static dev.longspark.data.StopRule.END_TOKEN;
import static dev.longspark.data.StopRule.NEWLINE;
import static dev.longspark.data.TaskCategory.CODE;
import static dev.longspark.data.TaskCategory.FEW_SHOT;
import static dev.longspark.data.TaskCategory.MULTI_DOC_QA;
import static dev.longspark.data.TaskCategory.SINGLE_DOC_QA;
import static dev.longspark.data.TaskCategory.SUMMARIZATION;
import static dev.longspark.data.TaskCategory.SYNTHETIC;
import static dev.longspark.metrics.Metric.CLASSIFICATION;
import static dev.longspark.metrics.Metric.CODE_SIMILARITY;
import static dev.longspark.metrics.Metric.COUNT;
import static dev.longspark.metrics.Metric.QA_F1;
import static dev.longspark.metrics.Metric.QA_F1_ZH;
import static dev.longspark.metrics.Metric.RETRIEVAL_EN;
import static dev.longspark.metrics.Metric.RETRIEVAL_ZH;
import static dev.longspark.metrics.Metric.ROUGE_L;
import static dev.longspark.metrics.Metric.ROUGE_L_ZH;

import dev.longspark.metrics.Metric;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;

/**
 * LongBench: the catalogue of its tasks, and its data as published. One row for what the benchmark
 * keeps in {@code dataset2prompt.json}, {@code dataset2maxlen.json}, {@code pred.py} and {@code
 * eval.py}.
 *
 * <p><em>Source:</em> Bai et al., LongBench: A Bilingual, Multitask Benchmark for Long Context
 * Understanding (2024); THUDM/LongBench, commit 2e00731. <em>Deviations:</em> none.
 *
 * @param location of the data, as {@link SampleSource} takes it; empty if only the tasks are of
 *     interest
 */
public record LongBench(String location) implements Benchmark {
  /** The benchmark's name. */
  public static final String NAME = "longbench";

  /** All 21 tasks, in LongBench's order. */
  public static final List<Task> TASKS =
      List.of(
          row("narrativeqa", SINGLE_DOC_QA, "en", CHAT, 128, END_TOKEN, WHOLE, QA_F1),
          row("qasper", SINGLE_DOC_QA, "en", CHAT, 128, END_TOKEN, WHOLE, QA_F1),
          row("multifieldqa_en", SINGLE_DOC_QA, "en", CHAT, 64, END_TOKEN, WHOLE, QA_F1),
          row("multifieldqa_zh", SINGLE_DOC_QA, "zh", CHAT, 64, END_TOKEN, WHOLE, QA_F1_ZH),
          row("hotpotqa", MULTI_DOC_QA, "en", CHAT, 32, END_TOKEN, WHOLE, QA_F1),
          row("2wikimqa", MULTI_DOC_QA, "en", CHAT, 32, END_TOKEN, WHOLE, QA_F1),
          row("musique", MULTI_DOC_QA, "en", CHAT, 32, END_TOKEN, WHOLE, QA_F1),
          row("dureader", MULTI_DOC_QA, "zh", CHAT, 128, END_TOKEN, WHOLE, ROUGE_L_ZH),
          row("gov_report", SUMMARIZATION, "en", CHAT, 512, END_TOKEN, WHOLE, ROUGE_L),
          row("qmsum", SUMMARIZATION, "en", CHAT, 512, END_TOKEN, WHOLE, ROUGE_L),
          row("multi_news", SUMMARIZATION, "en", CHAT, 512, END_TOKEN, WHOLE, ROUGE_L),
          row("vcsum", SUMMARIZATION, "zh", CHAT, 512, END_TOKEN, WHOLE, ROUGE_L_ZH),
          row("trec", FEW_SHOT, "en", RAW, 64, END_TOKEN, FIRST_LINE, CLASSIFICATION),
          row("triviaqa", FEW_SHOT, "en", RAW, 32, END_TOKEN, FIRST_LINE, QA_F1),
          row("samsum", FEW_SHOT, "en", RAW, 128, NEWLINE, FIRST_LINE, ROUGE_L),
          row("lsht", FEW_SHOT, "zh", RAW, 64, END_TOKEN, FIRST_LINE, CLASSIFICATION),
          row("passage_count", SYNTHETIC, "en", CHAT, 32, END_TOKEN, WHOLE, COUNT),
          row("passage_retrieval_en", SYNTHETIC, "en", CHAT, 32, END_TOKEN, WHOLE, RETRIEVAL_EN),
          row("passage_retrieval_zh", SYNTHETIC, "zh", CHAT, 32, END_TOKEN, WHOLE, RETRIEVAL_ZH),
          row("lcc", CODE, "code", RAW, 64, END_TOKEN, WHOLE, CODE_SIMILARITY),
          row("repobench-p", CODE, "code", RAW, 64, END_TOKEN, WHOLE, CODE_SIMILARITY));

  /** The tasks of LongBench, then those of LongBench-E. */
  private static final List<Task> ALL =
      Stream.concat(TASKS.stream(), LongBenchE.of(TASKS).stream()).toList();

  private static Task row(
      String name,
      TaskCategory category,
      String language,
      PromptStyle promptStyle,
      int maxNewTokens,
      StopRule stopRule,
      AnswerRule answerRule,
      Metric metric) {
    return new Task(
        name,
        NAME,
        category.label(),
        scope(metric),
        language,
        new PromptTemplate(template(name), "context", "input"),
        promptStyle,
        maxNewTokens,
        stopRule,
        answerRule,
        List.of(metric));
  }

  /** By the metric, whatever the category: a mean of F1 and ROUGE-L would say nothing. */
  private static TaskScope scope(Metric metric) {
    return switch (metric) {
      case QA_F1, QA_F1_ZH -> TaskScope.QA;
      case ROUGE_L, ROUGE_L_ZH -> TaskScope.SUMMARIZATION;
      case CLASSIFICATION, RETRIEVAL_EN, RETRIEVAL_ZH, COUNT, CODE_SIMILARITY -> TaskScope.OTHER;
    };
  }

  /** The resource {@code prompts/NAME.txt}, byte for byte as published. */
  private static String template(String task) {
    String resource = "/prompts/" + task + ".txt";
    try (InputStream in = LongBench.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("Missing prompt template: resource " + resource);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read resource " + resource, e);
    }
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<Task> tasks() {
    return ALL;
  }

  @Override
  public String place(List<String> tasks) {
    return location;
  }

  @Override
  public List<SampleCount> read(
      List<String> tasks,
      int limit,
      MalformedLines malformedLines,
      Configuration hadoop,
      Consumer<Sample> samples) {
    return new SampleSource(location, limit, malformedLines).read(tasks, hadoop, samples);
  }

  /**
   * The task of that name.
   *
   * @throws IllegalArgumentException if LongBench has no such task
   */
  public static Task task(String name) {
    for (Task task : ALL) {
      if (task.name().equals(name)) {
        return task;
      }
    }
    String known = ALL.stream().map(Task::name).collect(Collectors.joining(", "));
    throw new IllegalArgumentException("Unknown task: '" + name + "' (one of: " + known + ")");
  }
}
