package dev.longspark.plan;

import dev.longspark.config.ModelEntry;
import dev.longspark.config.ModelSource;
import dev.longspark.config.Study;
import dev.longspark.data.Benchmark;
import dev.longspark.data.MalformedLines;
import dev.longspark.data.Sample;
import dev.longspark.data.SampleCount;
import dev.longspark.data.Task;
import dev.longspark.engine.ModelShape;
import dev.longspark.engine.checkpoint.StoredFormat;
import dev.longspark.engine.family.DecoderModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;

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

  /** The study's tasks in its order. */
  public List<Task> tasks() {
    return cells.stream().map(Cell::task).distinct().toList();
  }

  /** The benchmarks of the study's tasks, and the names of those that are wanted of each. */
  public Map<Benchmark, List<String>> benchmarks() {
    return TaskCatalog.of(study).byBenchmark(study.tasks());
  }

  /**
   * Reads the samples of all tasks, benchmark after benchmark.
   *
   * @param hadoop how to reach their file systems
   * @param samples takes each sample as it is read
   * @throws java.io.UncheckedIOException if data are missing, unreadable or malformed
   * @throws IllegalArgumentException if that is so with data of the study's own tasks
   */
  public List<SampleCount> readSamples(Configuration hadoop, Consumer<Sample> samples) {
    List<SampleCount> counts = new ArrayList<>();
    benchmarks().keySet().forEach(each -> counts.addAll(readSamples(each, hadoop, samples)));
    return counts;
  }

  /** As {@link #readSamples(Configuration, Consumer)}, of one of the {@link #benchmarks}. */
  public List<SampleCount> readSamples(
      Benchmark benchmark, Configuration hadoop, Consumer<Sample> samples) {
    Study.Data data = study.data();
    MalformedLines malformed =
        switch (data.malformed()) {
          case FAIL -> MalformedLines.FAIL;
          case SKIP -> MalformedLines.SKIP;
        };
    List<String> tasks = benchmarks().get(benchmark);
    return benchmark.read(tasks, data.samplesPerTask(), malformed, hadoop, samples);
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

  private WeightSet weights(ModelEntry model, ModelSource.Checkpoints files, Technique technique) {
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
