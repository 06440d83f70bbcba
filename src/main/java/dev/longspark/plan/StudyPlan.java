package dev.longspark.plan;

import dev.longspark.config.ModelEntry;
import dev.longspark.config.Study;
import dev.longspark.data.MalformedLines;
import dev.longspark.data.SampleSource;
import dev.longspark.engine.ModelShape;
import java.util.List;
import java.util.Map;

/**
 * A study whose names are resolved and whose stacks are valid; {@link StudyResolver} makes it.
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
    String folder = TechniqueCheckpoint.of(model, technique).folder();
    return new WeightSet(
        model.name(),
        technique.variant(),
        folder,
        model.tokenizer().isEmpty() ? folder : model.tokenizer(),
        technique.weights(),
        model.weights(),
        model.seed());
  }
}
