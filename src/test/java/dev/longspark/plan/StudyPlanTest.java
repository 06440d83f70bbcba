package dev.longspark.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longspark.config.ConfigException;
import dev.longspark.config.StudyFile;
import dev.longspark.forecast.ModelWork;
import dev.longspark.forecast.PromptLengths;
import dev.longspark.forecast.UnitMaker;
import dev.longspark.forecast.WorkUnit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StudyPlanTest {
  private static final String STUDY =
      """
      models:
        tiny:
          checkpoint: tiny
      techniques: [FP16, BF16]
      tasks: [qasper, hotpotqa]
      data:
        path: data
      """;

  private static final String CONFIG =
      """
      {"model_type": "llama", "hidden_act": "silu", "hidden_size": 64, "num_hidden_layers": 2,
       "num_attention_heads": 4, "intermediate_size": 128, "vocab_size": 300,
       "max_position_embeddings": 100000}
      """;

  private static final String GPTQ =
      "\"quantization_config\": {\"quant_method\": \"gptq\", \"bits\": 4, \"group_size\": 64}, ";

  @TempDir Path folder;

  @BeforeEach
  void writeCheckpoint() throws IOException {
    Files.createDirectory(folder.resolve("tiny"));
    Files.writeString(folder.resolve("tiny/config.json"), CONFIG);
  }

  @Test
  void makesOneCellPerModelTechniqueTaskAndProtocol() {
    StudyPlan plan = plan("protocols=[longbench, paper]");

    assertEquals(8, plan.cells().size());
    assertEquals("tiny / FP16 / qasper / longbench", plan.cells().get(0).label());
    assertEquals("tiny / BF16 / hotpotqa / paper", plan.cells().get(7).label());
  }

  @Test
  void aModelsOwnTechniquesStandInForTheStudys() {
    StudyPlan plan = plan("models.tiny.techniques=[KV-Q]", "tasks=[qasper]");

    assertEquals(
        List.of("tiny / KV-Q / qasper / longbench"),
        plan.cells().stream().map(Cell::label).toList());
  }

  @Test
  void keepsUnitsOfOneWeightSetTogetherLongestFirst() {
    List<ModelWork> stages = UnitMaker.missing(plan(), lengths(), (cell, key) -> false);

    assertEquals(2, stages.size());
    for (ModelWork stage : stages) {
      List<Double> seconds = stage.units().stream().map(WorkUnit::predictedSeconds).toList();
      List<Double> sorted = new ArrayList<>(seconds);
      sorted.sort((a, b) -> Double.compare(b, a));
      assertEquals(sorted, seconds);
      stage.units().forEach(unit -> assertEquals(stage.model(), unit.model()));
    }
  }

  @Test
  void plansEverySampleOfEveryCellOnce() {
    Set<String> planned = new HashSet<>();
    for (ModelWork stage : UnitMaker.missing(plan(), lengths(), (cell, key) -> false)) {
      for (WorkUnit unit : stage.units()) {
        unit.sampleKeys().forEach(key -> assertTrue(planned.add(unit.cell().label() + key)));
      }
    }

    assertEquals(2 * (30 + 20), planned.size());
  }

  @Test
  void leavesOutWhatIsDone() {
    List<ModelWork> stages =
        UnitMaker.missing(
            plan(),
            lengths(),
            (cell, key) -> cell.technique().name().equals("FP16") || !key.equals("qasper7"));

    assertEquals(1, stages.size());
    assertEquals(List.of("qasper7"), stages.get(0).units().get(0).sampleKeys());
  }

  @Test
  void unitIdsAreStableAndDiffer() {
    Set<String> first = ids(UnitMaker.missing(plan(), lengths(), (cell, key) -> false));
    Set<String> second = ids(UnitMaker.missing(plan(), lengths(), (cell, key) -> false));

    assertEquals(first, second);
  }

  @Test
  void sameStudyHasTheSameRunIdAndAChangedOneAnother() throws IOException {
    Configuration hadoop = new Configuration();
    String id = RunId.of(plan(), new Fingerprints(hadoop));

    assertTrue(id.matches("study-[0-9a-f]{10}"), id);
    assertEquals(id, RunId.of(plan(), new Fingerprints(hadoop)));
    assertEquals(id, RunId.of(plan("tasks=[qasper]"), new Fingerprints(hadoop)));
    assertEquals(id, RunId.of(plan("data.samples-per-task=3"), new Fingerprints(hadoop)));
    assertEquals(id, RunId.of(plan("techniques=[FP16]"), new Fingerprints(hadoop)));
    assertEquals(id, RunId.of(plan("models.more.checkpoint=tiny"), new Fingerprints(hadoop)));
    assertNotEquals(id, RunId.of(plan("protocols=[paper]"), new Fingerprints(hadoop)));
    assertNotEquals(id, RunId.of(plan("generation.forced-length=9"), new Fingerprints(hadoop)));
    Files.writeString(folder.resolve("tiny/config.json"), CONFIG + " ");
    assertNotEquals(id, RunId.of(plan(), new Fingerprints(hadoop)));
  }

  @Test
  void refusesTwoWeightFormatsInOneStack() {
    assertStarts(
        "Invalid own-techniques.mine.weights.format",
        "techniques=[mine]",
        "own-techniques.mine.weights.format=[full, gptq]");
  }

  @Test
  void refusesUnknownNamesWithWhatIsAllowed() {
    assertFault(
        "Unknown technique: 'KVQ' in techniques (did you mean 'KV-Q'? one of: FP32, FP16, BF16,"
            + " FP16_c, BF16_c, KV-Q, W4A16, Minitron, KV-Q+c, W4A16+c, Mini+c, W4A16+KVQ, Mini+KVQ,"
            + " Mini+W4A16, Nemotron, W8A16, W8A16+c, W8A16+KVQ, Mini+W8A16, W8A8, W8A8+c, W8A8+KVQ,"
            + " Mini+W8A8, FP8, FP8+c, FP8+KVQ, Mini+FP8, NF4, NF4+c, NF4+KVQ, Mini+NF4, SnapKV,"
            + " StreamingLLM, StreamingLLM-rerotated, PyramidKV, AdaKV, H2O, ObservedAttention, TOVA,"
            + " ExpectedAttention, ChunkKV, Knorm, KeyDiff, RandomKV, SnapKV+KVQ, W4A16+SnapKV,"
            + " W4A16+SnapKV+KVQ) [study.yaml]",
        "techniques=[KVQ]");
    assertStarts("Unknown task: 'qaspr' in tasks (did you mean 'qasper'? one of:", "tasks=[qaspr]");
    assertFault(
        "Unknown name in protocols: 'papr' (did you mean 'paper'? one of: longbench, paper)"
            + " [study.yaml]",
        "protocols=[papr]");
    assertFault(
        "Unknown name in own-protocols.mine.stop: 'never' (one of: task, end-token-only)"
            + " [study.yaml]",
        "own-protocols.mine.stop=never");
    assertFault(
        "Unknown name in own-techniques.mine.cache.kind: 'kivy' (did you mean 'kivi'? one of: full,"
            + " quantized, kivi) [study.yaml]",
        "techniques=[mine]",
        "own-techniques.mine.cache.kind=kivy");
  }

  @Test
  void refusesOwnNamesThatAreTaken() {
    assertFault(
        "Invalid own-techniques.FP16: the name is a built-in technique's, which means what Table 1"
            + " says [study.yaml]",
        "own-techniques.FP16.variant=full");
    assertFault(
        "Invalid own-protocols.paper: the name is a built-in protocol's [study.yaml]",
        "own-protocols.paper.max-new-tokens=3");
  }

  @Test
  void refusesAVariantThatTheModelLacks() {
    assertFault(
        "Technique 'Minitron' needs a pruned variant, and model 'tiny' has none (set"
            + " models.tiny.pruned.checkpoint) [study.yaml]",
        "techniques=[Minitron]");
  }

  @Test
  void refusesFourBitsThatAreMissingOrAnothers() throws IOException {
    assertFault(
        "Technique 'W4A16' needs a 4-bit checkpoint, and model 'tiny' has none (set"
            + " models.tiny.four-bit) [study.yaml]",
        "techniques=[W4A16]");
    assertFault(
        "Invalid 4-bit checkpoint: tiny (its config.json has no quantization_config) [study.yaml]",
        "techniques=[W4A16]",
        "models.tiny.four-bit=tiny");
    Files.createDirectory(folder.resolve("other"));
    Files.writeString(
        folder.resolve("other/config.json"),
        CONFIG.replace(
            "\"hidden_size\": 64",
            "\"hidden_size\": 32, \"quantization_config\": {\"quant_method\": \"gptq\", \"bits\": 4, \"group_size\": 128}"));
    assertFault(
        "Invalid 4-bit checkpoint: other has another shape than tiny [study.yaml]",
        "techniques=[W4A16]",
        "models.tiny.four-bit=other");
  }

  @Test
  void techniquesChooseLowBitCheckpointsByTheirWords() throws IOException {
    for (String name : List.of("first", "second")) {
      Files.createDirectory(folder.resolve(name));
      Files.writeString(
          folder.resolve(name + "/config.json"), CONFIG.replaceFirst("\\{", "{" + GPTQ));
    }
    String words = "models.tiny.low-bit={mine: second}";
    String second = "own-techniques.other.weights={format: gptq, from: mine}";
    StudyPlan plan =
        plan(
            "techniques=[W4A16, other]",
            "tasks=[qasper]",
            "models.tiny.four-bit=first",
            words,
            second);

    List<WeightSet> weights =
        plan.cells().stream().flatMap(cell -> plan.weights(cell).stream()).toList();
    assertEquals(
        List.of("first", "second"),
        weights.stream().map(set -> Path.of(set.checkpoint()).getFileName().toString()).toList());
    assertEquals(weights.get(0).format(), weights.get(1).format());
    assertEquals("tiny full Gptq FP16", weights.get(0).label());
    assertEquals(
        List.of("tiny", "tiny.four-bit", "tiny.low-bit.mine"),
        List.copyOf(StudyCheckpoints.folders(plan.study()).keySet()));
    assertFault(
        "Technique 'other' needs a 'mine' checkpoint, and model 'tiny' has none (set"
            + " models.tiny.low-bit.mine) [study.yaml]",
        "techniques=[other]",
        "models.tiny.four-bit=first",
        second);
    assertFault(
        "Invalid 'mine' checkpoint: tiny (its config.json has no quantization_config) [study.yaml]",
        "techniques=[other]",
        "models.tiny.low-bit={mine: tiny}",
        second);
  }

  @Test
  void refusesFormatsThatItCannotReadByTheirNames() throws IOException {
    Files.writeString(
        folder.resolve("tiny/config.json"),
        CONFIG.replaceFirst("\\{", "{\"compression_config\": {\"quant_method\": \"hqq\"}, "));
    assertFault(
        "Invalid quant_method in tiny/config.json, compression_config: \"hqq\" (must be gptq or awq or"
            + " compressed-tensors or sparseml or fp8 or bitsandbytes or auto-round: take one of"
            + " these, or quantize its bf16 files with 'quantize')"
            + " [study.yaml]");
  }

  @Test
  void refusesMissingCheckpoints() {
    assertFault(
        "Missing checkpoint: none has no config.json [study.yaml]", "models.tiny.checkpoint=none");
  }

  @Test
  void takesOwnProtocols() {
    StudyPlan plan =
        plan(
            "protocols=[mine]", "own-protocols.mine.base=paper", "own-protocols.mine.prompts=chat");

    assertEquals(512, plan.cells().get(0).protocol().maxNewTokens());
    assertEquals("CHAT", plan.cells().get(0).protocol().prompts().name());
  }

  private static Set<String> ids(List<ModelWork> stages) {
    Set<String> ids = new HashSet<>();
    for (ModelWork stage : stages) {
      stage.units().forEach(unit -> assertTrue(ids.add(unit.id())));
    }
    return ids;
  }

  @Test
  void tasksOfOnesOwnAreCellsLikeAnyOther() {
    StudyPlan plan = plan(ownTask("contracts", "qa_f1"), "tasks=[qasper, contracts]");

    assertEquals("tiny / FP16 / contracts / longbench", plan.cells().get(1).label());
    assertEquals(64, plan.newTokens(plan.cells().get(1)));
    assertEquals(
        List.of(List.of("qasper"), List.of("contracts")), List.copyOf(plan.benchmarks().values()));
    Fingerprints checkpoints = new Fingerprints(new Configuration());
    assertEquals(RunId.of(plan(), checkpoints), RunId.of(plan, checkpoints));
  }

  @Test
  void refusesTasksOfOnesOwnThatAreNone() {
    assertFault(
        "Invalid own-tasks.qasper: the name is a task of longbench [study.yaml]",
        ownTask("qasper", "qa_f1"));
    assertFault(
        "Invalid own-tasks.mine.metric: Unknown metric 'f1' (one of: qa_f1, rouge_l,"
            + " classification, exact_match, contains_all, contains_any, multiple_choice,"
            + " code_similarity) [study.yaml]",
        ownTask("mine", "f1"));
    assertStarts(
        "Unknown task: 'contract' in tasks (did you mean 'contracts'? one of: narrativeqa, ",
        ownTask("contracts", "qa_f1"),
        "tasks=[contract]");
  }

  private static String ownTask(String name, String metric) {
    return "own-tasks={%s: {path: x.jsonl, prompt: '{context}', metric: %s}}"
        .formatted(name, metric);
  }

  private static PromptLengths lengths() {
    PromptLengths lengths = new PromptLengths(List.of());
    for (int i = 0; i < 30; i++) {
      lengths.add("qasper", "qasper" + i, 1000 + 37 * i);
    }
    for (int i = 0; i < 20; i++) {
      lengths.add("hotpotqa", "hotpotqa" + i, 3000 - 11 * i);
    }
    return lengths;
  }

  private void assertStarts(String start, String... overrides) {
    ConfigException fault = assertThrows(ConfigException.class, () -> plan(overrides));
    assertTrue(fault.getMessage().startsWith(start), fault.getMessage());
  }

  private void assertFault(String message, String... overrides) {
    ConfigException fault = assertThrows(ConfigException.class, () -> plan(overrides));
    assertEquals(message, fault.getMessage().replace(folder + "/", ""));
  }

  private StudyPlan plan(String... overrides) {
    try {
      Path file = Files.writeString(folder.resolve("study.yaml"), STUDY);
      return StudyResolver.plan(StudyFile.read(file, List.of(overrides)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
