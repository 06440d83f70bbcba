package dev.longspark.job;

import static java.util.stream.Collectors.groupingBy;

import dev.longspark.data.Sample;
import dev.longspark.results.StoredTasks;
import dev.longspark.results.UnscoredTexts;
import dev.longspark.results.WarehouseSession;
import dev.longspark.scoring.Rescoring;
import dev.longspark.scoring.SampleScoring;
import dev.longspark.scoring.Scorer;
import dev.longspark.tables.ScoreRow;
import dev.longspark.tables.StoredText;
import dev.longspark.tables.Warehouse;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkContext;

/**
 * Gives the English texts of a run their hallucination score where they have none. If they are few,
 * the driver hands samples and texts to the executors. A query over the tables needs no driver that
 * holds them, but planning it takes longer than scoring hundreds of texts.
 */
final class HallucinationStage {
  /** A task travels in one message. */
  private static final long UNIT_CHARACTERS = 4_000_000;

  private final WarehouseSession session;

  private HallucinationStage(WarehouseSession session) {
    this.session = session;
  }

  private record Unit(List<SampleScoring.SampleTexts> samples) implements Serializable {}

  private record Scored(List<ScoreRow> rows) implements Serializable {}

  /**
   * Scores the run's texts that lack the score.
   *
   * @throws RunFailedException if few texts cannot be finished; nothing is committed then
   */
  static void run(WarehouseSession session, String runId) {
    if (session.warehouse().isSmall()) {
      new HallucinationStage(session).handOut(runId);
    } else {
      Rescoring.addHallucination(session, runId);
    }
  }

  void handOut(String runId) {
    Warehouse warehouse = session.warehouse();
    StoredTasks tasks = StoredTasks.of(warehouse);
    List<StoredText> texts =
        UnscoredTexts.read(warehouse, runId, Scorer.HALLUCINATION, Scorer.VERSION).stream()
            .filter(text -> tasks.of(text.key()).isEnglish())
            .toList();
    if (texts.isEmpty()) {
      return;
    }
    SparkContext spark = session.spark().sparkContext();
    spark.setJobGroup(runId, "score " + texts.size() + " texts", false);
    List<ScoreRow> rows = Collections.synchronizedList(new ArrayList<>());
    try {
      UnitJob.run(
          spark,
          units(texts, spark.defaultParallelism()),
          (position, unit, task) -> new Scored(SampleScoring.hallucinations(unit.samples(), tasks)),
          scored -> rows.addAll(scored.rows()));
      warehouse.appendScores(rows);
    } catch (Exception e) {
      throw RunFailedException.of(runId, e);
    } finally {
      spark.clearJobGroup();
    }
  }

  /** One for each executor, for each reads the language models; more where they would be large. */
  private List<UnitJob.Placed<Unit>> units(List<StoredText> texts, int executors) {
    Map<String, List<StoredText>> bySample =
        texts.stream().collect(groupingBy(text -> text.key().sample()));
    List<Sample> samples = new ArrayList<>(session.warehouse().samples(bySample.keySet()));
    samples.sort(Comparator.comparingInt((Sample sample) -> sample.context().length()).reversed());
    long characters = samples.stream().mapToLong(sample -> sample.context().length()).sum();
    int units = (int) Math.max(executors, characters / UNIT_CHARACTERS + 1);
    List<List<SampleScoring.SampleTexts>> parts = new ArrayList<>();
    for (int i = 0; i < samples.size(); i++) {
      if (i < units) {
        parts.add(new ArrayList<>());
      }
      Sample sample = samples.get(i);
      parts.get(i % units).add(new SampleScoring.SampleTexts(sample, bySample.get(sample.key())));
    }
    return parts.stream().map(part -> new UnitJob.Placed<>(new Unit(part), List.of())).toList();
  }
}
