package dev.longspark.plan;

import dev.longspark.config.ConfigException;
import dev.longspark.config.ModelEntry;
import dev.longspark.config.ModelEntry.Checkpoint;
import dev.longspark.config.Names;
import dev.longspark.config.Study;
import dev.longspark.data.LongBench;
import dev.longspark.data.LongBenchTask;
import dev.longspark.data.Protocol;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import org.apache.hadoop.conf.Configuration;

/**
 * A study whose names are resolved and whose stacks are valid: its cells, and the work that is
 * missing.
 *
 * @param study as read
 * @param cells in the study's order: models, techniques, tasks, protocols
 */
public record StudyPlan(Study study, List<Cell> cells) {
  /** Copies the list. */
  public StudyPlan {
    cells = List.copyOf(cells);
  }

  /**
   * Resolves a study against the catalogues.
   *
   * @throws ConfigException if a name is unknown, a model lacks what a technique needs, or this
   *     build cannot run a technique
   */
  public static StudyPlan of(Study study) {
    try {
      return new StudyPlan(study, cells(study));
    } catch (ConfigException e) {
      throw new ConfigException(e.getMessage() + " [" + study.file() + "]");
    }
  }

  private static List<Cell> cells(Study study) {
    TechniqueCatalog techniqueCatalog = TechniqueCatalog.with(study.ownTechniques());
    ProtocolCatalog protocolCatalog = ProtocolCatalog.of(study);
    List<Technique> techniques =
        study.techniques().stream().map(techniqueCatalog::technique).toList();
    List<LongBenchTask> tasks = study.tasks().stream().map(StudyPlan::task).toList();
    List<Protocol> protocols = study.protocols().stream().map(protocolCatalog::protocol).toList();
    List<Cell> cells = new ArrayList<>();
    for (ModelEntry model : study.models()) {
      for (Technique technique : techniques) {
        checkpoint(model, technique);
        for (LongBenchTask task : tasks) {
          protocols.forEach(
              protocol -> cells.add(new Cell(model.name(), technique, task, protocol)));
        }
      }
    }
    return cells;
  }

  private static LongBenchTask task(String name) {
    List<String> known = LongBench.tasks().stream().map(LongBenchTask::name).toList();
    if (!known.contains(name)) {
      throw new ConfigException(
          "Unknown task: '" + name + "' in tasks " + Names.instead(name, known));
    }
    return LongBench.task(name);
  }

  private static Checkpoint checkpoint(ModelEntry model, Technique technique) {
    return model
        .checkpoint(technique.variant())
        .orElseThrow(
            () ->
                new ConfigException(
                    "Technique '%s' needs a pruned variant, and model '%s' has none (set models.%s.pruned.checkpoint)"
                        .formatted(technique.name(), model.name(), model.name())));
  }

  /**
   * The name of the run that this study starts or continues.
   *
   * @param hadoop how to reach the checkpoints
   */
  public String runId(Configuration hadoop) {
    return RunId.of(this, hadoop);
  }

  /** The family of a cell. */
  public ModelEntry model(Cell cell) {
    return study.models().stream()
        .filter(model -> model.name().equals(cell.model()))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("Unknown model: " + cell.model()));
  }

  /** What must be loaded to run a cell. */
  public WeightSet weights(Cell cell) {
    ModelEntry model = model(cell);
    String checkpoint = checkpoint(model, cell.technique()).path();
    return new WeightSet(
        model.name(),
        cell.technique().variant(),
        checkpoint,
        model.tokenizer().isEmpty() ? checkpoint : model.tokenizer(),
        cell.technique().precision(),
        model.weights(),
        model.seed());
  }

  /**
   * The work that is not done yet, stage after stage.
   *
   * @param lengths of the study's samples
   * @param done whether the tables have a sample (by its key) of a cell
   * @return stages without the ones that have nothing left
   */
  public List<Stage> missing(PromptLengths lengths, BiPredicate<Cell, String> done) {
    Map<WeightSet, List<Cell>> byWeights = new LinkedHashMap<>();
    for (Cell cell : cells) {
      byWeights.computeIfAbsent(weights(cell), weights -> new ArrayList<>()).add(cell);
    }
    List<Stage> stages = new ArrayList<>();
    UnitMaker units = new UnitMaker(study, lengths, done);
    byWeights.forEach((weights, group) -> stages.add(units.stage(weights, group)));
    stages.removeIf(stage -> stage.units().isEmpty());
    return stages;
  }
}
