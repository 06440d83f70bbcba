package dev.longspark.config;

import dev.longspark.files.Location;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The merged document of one study file into records. */
final class StudyReader {
  private static final String LOW_BIT = "low-bit";

  private final Path file;
  private final Section root;

  StudyReader(Path file, Section root) {
    this.file = file;
    this.root = root;
  }

  Study read() {
    String name = root.optionalText("name").orElseGet(this::fileName);
    Section compressor = root.section("compressor");
    Section data = root.section("data");
    return new Study(
        file.toString(),
        name,
        models(),
        root.names("techniques"),
        ownTechniques(),
        new Study.Compressor(
            optionalPath(compressor, "checkpoint"),
            compressor.choice("device", Study.DeviceKind.class)),
        root.names("tasks"),
        ownTasks(),
        root.names("protocols"),
        ownProtocols(),
        new Study.Data(
            dataPath(data),
            data.count("samples-per-task"),
            data.choice("malformed", Study.Malformed.class)),
        generation(root.section("generation")),
        resources(root.section("resources")),
        results(name),
        new Study.Limits(
            root.section("limits").count("ttft-ms"), root.section("limits").count("tpot-ms")),
        root.section("generation").countOrAll("fidelity"),
        root.section("failures").number("allowed", 0, 1),
        StudyYaml.of(root.table(), name, this::path));
  }

  private List<ModelEntry> models() {
    List<ModelEntry> models = new ArrayList<>();
    root.entries("models").forEach((name, model) -> models.add(model(name, model)));
    if (models.isEmpty()) {
      throw new ConfigException(
          "Missing models (at least one)" + YamlTree.at(root.table().place()));
    }
    return models;
  }

  private ModelEntry model(String name, Section model) {
    Map<ModelVariant, CheckpointEntry> checkpoints = new EnumMap<>(ModelVariant.class);
    checkpoints.put(ModelVariant.FULL, checkpoint(model, path(model.text("checkpoint"))));
    Section pruned = model.section("pruned");
    if (pruned.optionalText("checkpoint").isPresent()) {
      String folder = path(pruned.text("checkpoint"));
      checkpoints.put(ModelVariant.PRUNED, checkpoint(pruned, folder));
    } else if (pruned.optionalText(CheckpointEntry.FOUR_BIT).isPresent()) {
      throw pruned.invalid(CheckpointEntry.FOUR_BIT, "needs pruned.checkpoint beside it");
    } else if (!pruned.textEntries(LOW_BIT).isEmpty()) {
      throw pruned.invalid(LOW_BIT, "needs pruned.checkpoint beside it");
    }
    return new ModelEntry(
        name,
        new ModelSource.Checkpoints(
            checkpoints,
            optionalPath(model, "tokenizer"),
            model.choice("weights", WeightSource.class),
            model.count("seed")),
        model.count("max-prompt-tokens"),
        model.differentNames("techniques"));
  }

  private CheckpointEntry checkpoint(Section section, String folder) {
    Map<String, String> lowBit = new LinkedHashMap<>();
    section
        .optionalText(CheckpointEntry.FOUR_BIT)
        .ifPresent(written -> lowBit.put(CheckpointEntry.FOUR_BIT, path(written)));
    section
        .textEntries(LOW_BIT)
        .forEach(
            (word, written) -> {
              if (word.equals(CheckpointEntry.FOUR_BIT)) {
                throw section.section(LOW_BIT).invalid(word, "is a key beside " + LOW_BIT);
              }
              lowBit.put(word, path(written));
            });
    return new CheckpointEntry(folder, section.choice("kind", CheckpointEntry.Kind.class), lowBit);
  }

  private List<OwnTechnique> ownTechniques() {
    List<OwnTechnique> own = new ArrayList<>();
    root.entries("own-techniques").forEach((name, technique) -> own.add(own(name, technique)));
    return own;
  }

  private static OwnTechnique own(String name, Section technique) {
    Section compression = technique.section("compression");
    Section weights = technique.section("weights");
    return new OwnTechnique(
        name,
        new OwnTechnique.Compression(
            compression.text("kind"),
            compression.number("rate", 0, 1),
            compression.texts("force-tokens"),
            compression.flag("force-digits"),
            compression.flag("drop-consecutive")),
        technique.choice("variant", ModelVariant.class),
        new OwnTechnique.Weights(
            weights.text("format"),
            weights.text("precision"),
            weights.optionalText("from").orElse("")),
        cache(technique.section("cache")));
  }

  /** The storage's keys may stand by themselves: what is kept is a later word. */
  private static OwnTechnique.Cache cache(Section cache) {
    Section store = cache.section("store");
    Section keep = cache.section("keep");
    Map<String, String> settings = new TreeMap<>();
    for (String key : List.of("bits", "group-size", "residual-length")) {
      if (cache.count(key) > 0) {
        settings.put(key, Integer.toString(cache.count(key)));
      }
    }
    OwnTechnique.Kind flat = new OwnTechnique.Kind(cache.text("kind"), settings);
    boolean isApart = store.isGiven("kind") || !store.given("kind").isEmpty();
    if (isApart && (!settings.isEmpty() || !flat.name().equals("full"))) {
      throw cache.invalid("store", "give its keys either here or beside it");
    }
    return new OwnTechnique.Cache(
        new OwnTechnique.Kind(keep.text("kind"), keep.given("kind")),
        isApart ? new OwnTechnique.Kind(store.text("kind"), store.given("kind")) : flat);
  }

  /** Only LongBench's tasks are there. */
  private String dataPath(Section data) {
    boolean needsNone = root.entries("own-tasks").keySet().containsAll(root.names("tasks"));
    return needsNone ? optionalPath(data, "path") : path(data.text("path"));
  }

  private List<OwnTask> ownTasks() {
    List<OwnTask> own = new ArrayList<>();
    root.entries("own-tasks").forEach((name, task) -> own.add(ownTask(name, task)));
    return own;
  }

  private OwnTask ownTask(String name, Section task) {
    return new OwnTask(
        name,
        path(task.text("path")),
        task.text("prompt"),
        task.positive("max-new-tokens"),
        task.nameOrNames("metric"),
        task.optionalText("pattern").orElse(""),
        task.differentNames("classes"),
        task.optionalText("category").orElse(""),
        task.text("language"),
        task.text("context-field"),
        task.optionalText("question-field").orElse(""),
        task.optionalText("answers-field").orElse(""),
        task.choice("prompts", OwnTask.Prompts.class),
        task.choice("stop", OwnTask.Stop.class),
        task.choice("answer", OwnTask.Answer.class));
  }

  private List<OwnProtocol> ownProtocols() {
    List<OwnProtocol> own = new ArrayList<>();
    root.entries("own-protocols")
        .forEach(
            (name, protocol) ->
                own.add(
                    new OwnProtocol(
                        name,
                        protocol.text("base"),
                        protocol.optionalText("prompts").orElse(""),
                        countOrBase(protocol, "max-new-tokens"),
                        protocol.optionalText("stop").orElse(""),
                        protocol.optionalText("answer").orElse(""),
                        countOrBase(protocol, "max-prompt-tokens"),
                        protocol.optionalText("date").orElse(""))));
    return own;
  }

  private static int countOrBase(Section section, String key) {
    return section.isGiven(key) ? section.count(key) : OwnProtocol.AS_BASE;
  }

  private static Study.Generation generation(Section generation) {
    if (generation.count("forced-length") > 0 && generation.count("max-new-tokens") > 0) {
      throw generation.invalid("forced-length", "leaves no room for generation.max-new-tokens");
    }
    return new Study.Generation(
        generation.count("max-new-tokens"),
        generation.count("forced-length"),
        generation.positive("prefill-chunk"),
        generation.positives("batch"),
        generation.choice("batching", Study.Batching.class));
  }

  private static Study.Resources resources(Section resources) {
    return new Study.Resources(
        resources.choice("device", Study.DeviceKind.class),
        resources.positive("devices-per-replica"),
        resources.choice("pipeline", Study.Pipeline.class),
        resources.positive("executors"),
        resources.count("threads"),
        resources.bytes("memory"),
        resources.choice("over-budget", Study.OverBudget.class),
        resources.positiveBytes("bandwidth"),
        resources.number("teraflops", 1e-6, 1e6),
        resources.number("efficiency", 1e-3, 1),
        resources.positive("unit-seconds"));
  }

  private Study.Results results(String name) {
    Section results = root.section("results");
    return new Study.Results(
        results.optionalText("run").orElse(name), optionalPath(results, "warehouse"));
  }

  private String fileName() {
    return file.getFileName().toString().replaceFirst("\\.ya?ml$", "");
  }

  private String optionalPath(Section section, String key) {
    return section.optionalText(key).map(this::path).orElse("");
  }

  /** An absolute path, or the URI as it stands. */
  private String path(String written) {
    return new Location(written).absoluteFrom(file.toAbsolutePath().getParent());
  }
}
