package dev.longspark.plan;

import dev.longspark.config.ModelEntry;
import dev.longspark.config.ModelSource;
import dev.longspark.config.Study;
import dev.longspark.data.MalformedLines;
import dev.longspark.data.SampleSource;
import dev.longspark.engine.ModelShape;
import dev.longspark.engine.checkpoint.StoredFormat;
import dev.longspark.engine.family.DecoderModel;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A study whose names are resolved and whose stacks are valid; {@link StudyResolver} makes it.
 *
 * @param study as read
 * @param cells in the study's order: models, techniques, tasks, protocols
 * @param models what the checkpoints' config.json describe, by folder
 * @param formats of the checkpoints that store matrices in few bits, by folder
 */
public record StudyPlan(
    Study study,
    List<Cell> cells,
    Map<String, DecoderModel> models,
    Map<String, StoredFormat> formats) {
  /** Copies the collections. */
  public StudyPlan {
    cells = List.copyOf(cells);
    models = Map.copyOf(models);
    formats = Map.copyOf(formats);
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

  /** The shape of the model that a cell runs, if it is known. */
  public Optional<ModelShape> shape(Cell cell) {
    return decoder(cell).map(DecoderModel::shape);
  }

  /** That shape and the names of the model's matrices, if they are known. */
  public Optional<DecoderModel> decoder(Cell cell) {
    return weights(cell).map(weights -> models.get(weights.checkpoint()));
  }

  /** The cap of new tokens of a cell: forced, or the study's, the protocol's or the task's. */
  public int newTokens(Cell cell) {
    Study.Generation generation = study.generation();
    int fromStudy = Math.max(generation.forcedLength(), generation.maxNewTokens());
    return fromStudy > 0 ? fromStudy : cell.protocol().maxNewTokens(cell.task());
  }

  /**
   * The longest prompt of a cell: the model's, the protocol's, or positions minus new tokens; empty
   * if the first two leave it open and nobody knows the model's positions.
   */
  public OptionalInt maxPromptTokens(Cell cell) {
    int ofModel = model(cell).maxPromptTokens();
    int asked = ofModel > 0 ? ofModel : cell.protocol().maxPromptTokens();
    if (asked > 0) {
      return OptionalInt.of(asked);
    }
    return shape(cell)
        .map(shape -> OptionalInt.of(Math.max(1, shape.maxPositions() - newTokens(cell))))
        .orElse(OptionalInt.empty());
  }

  /** What answers a cell's prompts. */
  public Model answering(Cell cell) {
    ModelEntry model = model(cell);
    return model
        .source()
        .map(
            files -> weights(model, files, cell.technique()),
            endpoint -> new EndpointModel(model.name(), endpoint.address()));
  }

  /** What must be loaded to run a cell, if it is this program that runs it. */
  public Optional<WeightSet> weights(Cell cell) {
    return answering(cell).weightSet();
  }

  /** Folder or URI of the tokenizer of a cell's model, if it is known. */
  public Optional<String> tokenizer(Cell cell) {
    return weights(cell).map(WeightSet::tokenizer);
  }

  private WeightSet weights(
      ModelEntry model, ModelSource.Checkpoints files, Technique technique) {
    String folder = TechniqueCheckpoint.of(model, technique).folder();
    return new WeightSet(
        model.name(),
        technique.variant(),
        folder,
        files.tokenizer().isEmpty() ? folder : files.tokenizer(),
        technique.weights().format(Optional.ofNullable(formats.get(folder))),
        files.weights(),
        files.seed());
  }
}
