package dev.longspark.plan;

import dev.longspark.config.ConfigException;
import dev.longspark.config.ModelEntry;
import dev.longspark.config.ModelEntry.Checkpoint;
import dev.longspark.config.Study;
import dev.longspark.data.MalformedLines;
import dev.longspark.data.SampleSource;
import dev.longspark.engine.ModelShape;
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
 * @param shapes of the models, by checkpoint folder
 */
public record StudyPlan(Study study, List<Cell> cells, Map<String, ModelShape> shapes) {
  /** Copies the collections. */
  public StudyPlan {
    cells = List.copyOf(cells);
    shapes = Map.copyOf(shapes);
  }

  /**
   * Resolves a study against the catalogues and its models' config.json files.
   *
   * @throws ConfigException if a name is unknown, a model lacks what a technique needs, or this
   *     build cannot run a technique
   */
  public static StudyPlan of(Study study) {
    return of(study, new Configuration());
  }

  /**
   * As {@link #of(Study)}, for checkpoints on other file systems.
   *
   * @param study as read
   * @param hadoop how to reach the checkpoints
   */
  public static StudyPlan of(Study study, Configuration hadoop) {
    try {
      return new StudyResolver(study, hadoop).plan();
    } catch (ConfigException e) {
      throw new ConfigException(e.getMessage() + " [" + study.file() + "]");
    }
  }

  /**
   * The name of the run that this study starts or continues.
   *
   * @param checkpoints of the run
   */
  public String runId(Fingerprints checkpoints) {
    return RunId.of(this, checkpoints);
  }

  /** Where the samples are, and how they are read. */
  public SampleSource samples() {
    Study.Data data = study.data();
    MalformedLines malformed =
        switch (data.malformed()) {
          case FAIL -> MalformedLines.FAIL;
          case SKIP -> MalformedLines.SKIP;
        };
    return new SampleSource(data.path(), data.samplesPerTask(), malformed);
  }

  /** The family of a cell. */
  public ModelEntry model(Cell cell) {
    return study.models().stream()
        .filter(model -> model.name().equals(cell.model()))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("Unknown model: " + cell.model()));
  }

  /** The shape of the model that a cell runs. */
  public ModelShape shape(Cell cell) {
    return shapes.get(weights(cell).checkpoint());
  }

  /** The cap of new tokens of a cell: forced, or the study's, the protocol's or the task's. */
  public int newTokens(Cell cell) {
    Study.Generation generation = study.generation();
    int fromStudy = Math.max(generation.forcedLength(), generation.maxNewTokens());
    return fromStudy > 0 ? fromStudy : cell.protocol().maxNewTokens(cell.task());
  }

  /** The longest prompt of a cell: the model's, the protocol's, or positions minus new tokens. */
  public int maxPromptTokens(Cell cell) {
    int ofModel = model(cell).maxPromptTokens();
    int asked = ofModel > 0 ? ofModel : cell.protocol().maxPromptTokens();
    return asked > 0 ? asked : Math.max(1, shape(cell).maxPositions() - newTokens(cell));
  }

  /** What must be loaded to run a cell. */
  public WeightSet weights(Cell cell) {
    ModelEntry model = model(cell);
    Technique technique = cell.technique();
    Checkpoint checkpoint = StudyResolver.checkpoint(model, technique);
    String folder = StudyResolver.folder(model, checkpoint, technique);
    return new WeightSet(
        model.name(),
        technique.variant(),
        folder,
        model.tokenizer().isEmpty() ? folder : model.tokenizer(),
        technique.weights(),
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
    UnitMaker units = new UnitMaker(study.resources(), new Forecast(this, lengths), done);
    byWeights.forEach((weights, group) -> stages.add(units.stage(weights, group)));
    stages.removeIf(stage -> stage.units().isEmpty());
    return stages;
  }
}
