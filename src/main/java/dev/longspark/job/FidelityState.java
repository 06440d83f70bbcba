package dev.longspark.job;

import dev.longspark.plan.Cell;
import dev.longspark.plan.PromptCompression;
import dev.longspark.plan.StudyPlan;
import dev.longspark.plan.Technique;
import dev.longspark.tables.GenerationKey;
import dev.longspark.tables.KeyColumns;
import dev.longspark.tables.Status;
import dev.longspark.tables.Warehouse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.iceberg.expressions.Expressions;

/**
 * What a run's tables have for fidelity, and so what they lack: the tables are the only memory of
 * what is done.
 */
final class FidelityState {
  /** In the order of the view {@code baselines}. */
  private static final List<String> BASELINES = List.of("FP16", "FP32", "BF16");

  private final String runId;
  private final Map<String, Cell> baselines = new HashMap<>(); // by model, task and protocol
  private final Map<GenerationKey, List<Integer>> answers;
  private final Set<GenerationKey> followed;
  private final Set<GenerationKey> compared;

  private FidelityState(
      String runId,
      Map<GenerationKey, List<Integer>> answers,
      Set<GenerationKey> followed,
      Set<GenerationKey> compared) {
    this.runId = runId;
    this.answers = answers;
    this.followed = followed;
    this.compared = compared;
  }

  static FidelityState read(StudyPlan plan, Warehouse warehouse, String runId) {
    Map<GenerationKey, List<Integer>> answers = new HashMap<>();
    Map<String, String> baselines = new HashMap<>();
    warehouse.readGenerations(
        Expressions.equal("run_id", runId),
        KeyColumns.and("status", "answer_ids"),
        row -> {
          GenerationKey key = KeyColumns.read(row);
          if (BASELINES.contains(key.technique())) {
            baselines.merge(key.model(), key.technique(), FidelityState::preferred);
          }
          if (row.getField("status").equals(Status.OK.name())
              && row.getField("answer_ids") instanceof List<?> ids
              && !ids.isEmpty()) {
            answers.put(key, ids.stream().map(Integer.class::cast).toList());
          }
        });
    FidelityState state =
        new FidelityState(
            runId,
            answers,
            warehouse.fidelity().followed(runId),
            warehouse.fidelity().compared(runId));
    plan.cells().stream()
        .filter(cell -> cell.technique().name().equals(baselines.get(cell.model())))
        .forEach(cell -> state.baselines.put(square(cell), cell));
    return state;
  }

  private static String preferred(String one, String other) {
    return BASELINES.indexOf(one) <= BASELINES.indexOf(other) ? one : other;
  }

  private static String square(Cell cell) {
    return String.join("\n", cell.model(), cell.task().name(), cell.protocol().name());
  }

  /** The cell whose answers a cell's technique is led along; none for itself. */
  Optional<Cell> baseline(Cell cell) {
    return Optional.ofNullable(baselines.get(square(cell))).filter(base -> !base.equals(cell));
  }

  /** Whether a sample of a cell is to be compared and is not yet. */
  boolean lacks(Cell cell, String sample) {
    GenerationKey key = Keys.of(runId, cell, sample);
    return isComparable(cell.technique())
        && answers.containsKey(key)
        && !compared.contains(key)
        && baseline(cell)
            .filter(base -> answers.containsKey(Keys.of(runId, base, sample)))
            .isPresent();
  }

  /** A compressed prompt is another one, and an answer is followed by a sample alone. */
  private static boolean isComparable(Technique technique) {
    return !(technique.compression() instanceof PromptCompression.LlmLingua2)
        && technique.batching().size() == 1;
  }

  /** Whether a baseline was not led along its answer, without having failed at it. */
  boolean lacksFollowed(Cell baseline, String sample) {
    GenerationKey key = Keys.of(runId, baseline, sample);
    return answers.containsKey(key) && !followed.contains(key) && !compared.contains(key);
  }

  /** What the model answered freely. */
  List<Integer> answer(Cell cell, String sample) {
    return answers.get(Keys.of(runId, cell, sample));
  }
}
