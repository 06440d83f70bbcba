package dev.longspark.scoring;

import dev.longspark.data.AnswerRule;
import dev.longspark.data.Sample;
import dev.longspark.metrics.ContextElements;
import dev.longspark.metrics.HallucinationScorer;
import dev.longspark.results.StoredTasks;
import dev.longspark.tables.GenerationKey;
import dev.longspark.tables.ScoreRow;
import dev.longspark.tables.StoredText;
import java.io.Serializable;
import java.sql.Timestamp;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * The executor's part of re-scoring: a sample and all texts about it into rows of scores.
 *
 * @param kinds what to score
 * @param tasks of the texts
 * @param now when they are scored
 */
public record SampleScoring(Set<ScoreKind> kinds, StoredTasks tasks, Timestamp now)
    implements Serializable {

  /** Copies the set. */
  public SampleScoring {
    kinds = Set.copyOf(kinds);
  }

  private interface Scores {
    Stream<ScoreRow> of(Sample sample, StoredTasks tasks, List<StoredText> texts);
  }

  /** A sample and all texts about it, so that its context is analysed once. */
  public record SampleTexts(Sample sample, List<StoredText> texts) implements Serializable {
    /** Copies the list. */
    public SampleTexts {
      texts = List.copyOf(texts);
    }
  }

  /** The hallucination scores of some samples' texts. */
  public static List<ScoreRow> hallucinations(List<SampleTexts> samples, StoredTasks tasks) {
    Scores scores = new Hallucinations(Scorer.HALLUCINATION);
    return samples.stream().flatMap(each -> scores.of(each.sample(), tasks, each.texts())).toList();
  }

  /** Scores a partition of samples, each with its texts. */
  Iterator<Row> score(Iterator<Row> samples) {
    List<Scores> wanted =
        samples.hasNext() ? kinds.stream().map(SampleScoring::scores).toList() : List.of();
    return StreamSupport.stream(Spliterators.spliteratorUnknownSize(samples, 0), false)
        .flatMap(row -> wanted.stream().flatMap(scores -> score(row, scores)))
        .iterator();
  }

  private Stream<Row> score(Row row, Scores scores) {
    Sample sample = sample(row);
    List<StoredText> texts =
        row.<Row>getList(row.fieldIndex("texts")).stream()
            .map(text -> text(text, sample.key()))
            .toList();
    return scores.of(sample, tasks, texts).map(this::row);
  }

  private static Scores scores(ScoreKind kind) {
    return switch (kind) {
      case BENCHMARK ->
          (sample, tasks, texts) -> texts.stream().flatMap(text -> scores(sample, tasks, text));
      case HALLUCINATION -> new Hallucinations(Scorer.HALLUCINATION);
      case SHUFFLED_CONTEXTS -> new Hallucinations(Scorer.SHUFFLED);
    };
  }

  private static Stream<ScoreRow> scores(Sample sample, StoredTasks tasks, StoredText text) {
    GenerationKey key = text.key();
    return Scorer.scores(key, tasks.of(key), text.rule(), text.text(), sample).stream();
  }

  /** Undefined for other languages, and where the context is unknown. */
  private static final class Hallucinations implements Scores {
    private final String metric;
    private Optional<HallucinationScorer> models = Optional.empty();

    Hallucinations(String metric) {
      this.metric = metric;
    }

    @Override
    public Stream<ScoreRow> of(Sample sample, StoredTasks tasks, List<StoredText> texts) {
      List<StoredText> english =
          texts.stream().filter(text -> tasks.of(text.key()).isEnglish()).toList();
      if (english.isEmpty() || sample.context().isEmpty()) {
        return Stream.empty();
      }
      // Some seconds of reading language models, once per partition that has use for them.
      HallucinationScorer scorer = models.orElseGet(HallucinationScorer::load);
      models = Optional.of(scorer);
      ContextElements context = scorer.analyse(sample.context());
      // Techniques that change little give the same answer, and tagging one takes milliseconds.
      Map<String, OptionalDouble> known = new HashMap<>();
      return english.stream()
          .flatMap(
              text ->
                  known
                      .computeIfAbsent(
                          text.rule().of(text.text()),
                          prediction -> scorer.score(prediction, context))
                      .stream()
                      .mapToObj(value -> new ScoreRow(text.key(), metric, value, Scorer.VERSION)));
    }
  }

  private static Sample sample(Row row) {
    return new Sample(
        row.getAs("sample_key"),
        row.getAs("task"),
        row.getAs("sample_id"),
        row.getAs("context"),
        row.getAs("question"),
        row.getList(row.fieldIndex("answers")),
        row.getList(row.fieldIndex("classes")),
        row.getAs("language"),
        row.<Integer>getAs("length"),
        Map.of());
  }

  private static StoredText text(Row row, String sampleKey) {
    GenerationKey key =
        new GenerationKey(
            row.getAs("run_id"),
            row.getAs("model"),
            row.getAs("technique"),
            row.getAs("task"),
            row.getAs("protocol"),
            sampleKey);
    return new StoredText(key, AnswerRule.valueOf(row.getAs("answer_rule")), row.getAs("text"));
  }

  private Row row(ScoreRow score) {
    GenerationKey key = score.key();
    return RowFactory.create(
        key.run(),
        key.model(),
        key.technique(),
        key.task(),
        key.protocol(),
        key.sample(),
        score.metric(),
        score.value(),
        score.scorerVersion(),
        now);
  }
}
