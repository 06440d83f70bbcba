package dev.longspark.plan;

import dev.longspark.config.ConfigException;
import dev.longspark.config.ModelEntry;
import dev.longspark.config.ModelVariant;
import dev.longspark.config.Study;
import dev.longspark.data.Protocol;
import dev.longspark.data.Task;
import dev.longspark.engine.Batching;
import dev.longspark.engine.Batching.Refill;
import dev.longspark.engine.ModelShape;
import dev.longspark.engine.cache.FullCache;
import dev.longspark.engine.checkpoint.StoredFormat;
import dev.longspark.engine.family.DecoderModel;
import dev.longspark.files.HadoopSettings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/** The names of a study into cells, and the checks that need no weights. */
public final class StudyResolver {
  private final Study study;
  private final ShapeReader shapeReader;
  private final SameModelCheck sameModel = new SameModelCheck();
  private final Map<String, DecoderModel> models = new LinkedHashMap<>();
  private final Map<String, StoredFormat> formats = new LinkedHashMap<>();

  private StudyResolver(Study study, Configuration hadoop) {
    this.study = study;
    this.shapeReader = new ShapeReader(hadoop);
  }

  /**
   * Resolves a study against the catalogues and its models' config.json files.
   *
   * @throws ConfigException if a name is unknown, a model lacks what a technique needs, or this
   *     build cannot run a technique
   */
  public static StudyPlan plan(Study study) {
    return plan(study, HadoopSettings.ofProcess());
  }

  /**
   * As {@link #plan(Study)}, for checkpoints on other file systems.
   *
   * @param study as read
   * @param hadoop how to reach the checkpoints
   */
  public static StudyPlan plan(Study study, Configuration hadoop) {
    try {
      return new StudyResolver(study, hadoop).resolve();
    } catch (ConfigException e) {
      throw new ConfigException(e.getMessage() + " [" + study.file() + "]");
    }
  }

  private StudyPlan resolve() {
    TechniqueCatalog techniqueCatalog = TechniqueCatalog.of(study);
    ProtocolCatalog protocolCatalog = ProtocolCatalog.of(study);
    List<Task> tasks = study.tasks().stream().map(TaskCatalog.of(study)::task).toList();
    List<Protocol> protocols = study.protocols().stream().map(protocolCatalog::protocol).toList();
    List<Cell> cells = new ArrayList<>();
    for (ModelEntry model : study.models()) {
      List<String> names = model.techniques().isEmpty() ? study.techniques() : model.techniques();
      for (Technique technique : names.stream().map(techniqueCatalog::technique).toList()) {
        requireFits(model, technique);
        for (Batching batching : batchings()) {
          for (Task task : tasks) {
            protocols.forEach(
                protocol ->
                    cells.add(new Cell(model.name(), technique.in(batching), task, protocol)));
          }
        }
      }
    }
    return new StudyPlan(study, cells, models, formats);
  }

  private List<Batching> batchings() {
    Study.Generation generation = study.generation();
    Refill refill =
        switch (generation.batching()) {
          case STATIC -> Refill.STATIC;
          case CONTINUOUS -> Refill.CONTINUOUS;
        };
    boolean isShared = generation.batches().stream().anyMatch(size -> size > 1);
    if (isShared && study.resources().samplesInFlight() > 1) {
      throw new ConfigException(
          "Invalid generation.batch: %s (with resources.pipeline: filled samples go one by one, from device to device; choose one of the two)"
              .formatted(generation.batches()));
    }
    if (isShared && study.models().stream().anyMatch(each -> each.checkpoints().isEmpty())) {
      throw new ConfigException(
          "Invalid generation.batch: %s (a model of the study is no checkpoint, so its batches cannot be chosen)"
              .formatted(generation.batches()));
    }
    return generation.batches().stream().map(size -> new Batching(size, refill)).toList();
  }

  private void requireFits(ModelEntry model, Technique technique) {
    if (model.checkpoints().isPresent()) {
      requireShape(model, technique);
    } else {
      requireOnlyPrompts(model, technique);
    }
  }

  /** What another program keeps in memory is its own; the prompt is not. */
  private static void requireOnlyPrompts(ModelEntry model, Technique technique) {
    boolean isPlain =
        technique.variant() == ModelVariant.FULL
            && !(technique.weights() instanceof WeightChoice.Packed)
            && technique.cache() instanceof FullCache;
    if (!isPlain) {
      throw new ConfigException(
          "Technique '%s' cannot run model '%s': it is no checkpoint, so its weights and its cache cannot be chosen (only prompt compression can)"
              .formatted(technique.name(), model.name()));
    }
  }

  private void requireShape(ModelEntry model, Technique technique) {
    TechniqueCheckpoint checkpoint = TechniqueCheckpoint.of(model, technique);
    String folder = checkpoint.folder();
    ModelShape shape = models.computeIfAbsent(folder, shapeReader::read).shape();
    requireCache(model, technique, shape);
    shapeReader.stored(folder).ifPresent(format -> formats.put(folder, format));
    if (technique.weights() instanceof WeightChoice.Packed packed) {
      requireFormat(packed, folder);
      requireSameShape(packed, checkpoint, shape);
    }
    if (!model.isRandom()) {
      shapeReader.requireSoundWeights(folder);
      requireSameModel(model, technique, checkpoint);
    }
  }

  private void requireFormat(WeightChoice.Packed packed, String folder) {
    try {
      packed.format(Optional.ofNullable(formats.get(folder)));
    } catch (IllegalArgumentException e) {
      throw new ConfigException(
          "Invalid %s checkpoint: %s (%s)".formatted(packed.label(), folder, e.getMessage()));
    }
  }

  private void requireSameModel(
      ModelEntry model, Technique technique, TechniqueCheckpoint checkpoint) {
    if (technique.weights() instanceof WeightChoice.Packed packed) {
      sameModel.requireLowBitOf(checkpoint.path(), checkpoint.folder(), packed.label());
    }
    if (technique.variant() == ModelVariant.PRUNED) {
      String full = model.checkpoint(ModelVariant.FULL).orElseThrow().path();
      sameModel.requirePrunedOf(full, checkpoint.path());
    }
  }

  private static void requireCache(ModelEntry model, Technique technique, ModelShape shape) {
    try {
      technique.cache().requireFits(shape);
    } catch (IllegalArgumentException e) {
      throw new ConfigException(
          "Technique '%s' cannot run model '%s': %s"
              .formatted(technique.name(), model.name(), e.getMessage()));
    }
  }

  private void requireSameShape(
      WeightChoice.Packed packed, TechniqueCheckpoint checkpoint, ModelShape shape) {
    ModelShape expected = shapeReader.read(checkpoint.path()).shape();
    boolean same =
        expected.hidden() == shape.hidden()
            && expected.vocabulary() == shape.vocabulary()
            && expected.layers().equals(shape.layers());
    if (!same) {
      throw new ConfigException(
          "Invalid %s checkpoint: %s has another shape than %s"
              .formatted(packed.label(), checkpoint.folder(), checkpoint.path()));
    }
  }
}
