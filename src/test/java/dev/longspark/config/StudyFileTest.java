package dev.longspark.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StudyFileTest {
  private static final String MINIMAL =
      """
      models:
        tiny-1.1:
          checkpoint: models/tiny
      techniques: [FP16]
      tasks: [qasper]
      data:
        path: data
      """;

  @TempDir Path folder;

  @Test
  void fillsInDefaultsAndResolvesPathsAgainstTheFile() {
    Study study = read(MINIMAL);

    assertEquals("study", study.name());
    ModelEntry model = study.models().get(0);
    assertEquals(
        folder.resolve("models/tiny").toString(),
        model.checkpoint(ModelVariant.FULL).orElseThrow().path());
    assertTrue(model.checkpoint(ModelVariant.PRUNED).isEmpty());
    assertEquals(folder.resolve("data").toString(), study.data().path());
    assertEquals(List.of("longbench"), study.protocols());
    assertEquals(2048, study.generation().prefillChunk());
    assertEquals(Study.OverBudget.REFUSE, study.resources().overBudget());
  }

  @Test
  void leavesUrisAsTheyStand() {
    Study study = read(MINIMAL.replace("path: data", "path: hdfs://host/longbench"));

    assertEquals("hdfs://host/longbench", study.data().path());
  }

  @Test
  void depthAndSizeHaveBounds() {
    String deep = "tasks: " + "[".repeat(60_000);
    String message = assertThrows(ConfigException.class, () -> read(deep)).getMessage();
    assertTrue(message.startsWith("Invalid YAML: "), message);

    String nested = "own-protocols: {a: " + "{b: ".repeat(60) + "1" + "}".repeat(61);
    String depth = assertThrows(ConfigException.class, () -> read(nested)).getMessage();
    assertTrue(depth.startsWith("Invalid YAML: nested more than 50 deep"), depth);

    String large = "#".repeat(2_000_001);
    String size = assertThrows(IllegalArgumentException.class, () -> read(large)).getMessage();
    assertTrue(size.endsWith("it has 2000001 bytes (at most 2000000)"), size);
  }

  @Test
  void readsUnitsOfMemory() {
    assertEquals(40_000_000_000L, read(MINIMAL, "resources.memory=40GB").resources().memoryBytes());
    assertEquals(38L << 30, read(MINIMAL, "resources.memory=38 GiB").resources().memoryBytes());
    assertEquals(1000, read(MINIMAL, "resources.memory=1000").resources().memoryBytes());
  }

  @Test
  void laysOverridesOverTheFileAndTheLastOneWins() {
    Study study =
        read(
            MINIMAL,
            "tasks=[hotpotqa, qasper]",
            "models.tiny-1.1.pruned.checkpoint=small",
            "models.other.checkpoint=s3a://bucket/other",
            "own-techniques.mine.cache.kind=kivi",
            "generation.prefill-chunk=64",
            "generation.prefill-chunk=128");

    assertEquals(List.of("hotpotqa", "qasper"), study.tasks());
    assertEquals(128, study.generation().prefillChunk());
    assertEquals(
        folder.resolve("small").toString(),
        study.models().get(0).checkpoint(ModelVariant.PRUNED).orElseThrow().path());
    assertEquals("other", study.models().get(1).name());
    assertEquals("kivi", study.ownTechniques().get(0).cache().store().name());
  }

  @Test
  void emptyValuesLeaveTheDefault() {
    Study study = read(MINIMAL + "generation:\nresources:\n  threads: ~\n");

    assertEquals(2048, study.generation().prefillChunk());
    assertEquals(0, study.resources().threads());
  }

  @Test
  void aModelNamesLowBitCheckpointsByWords() {
    CheckpointEntry checkpoint =
        read(
                MINIMAL,
                "models.tiny-1.1.four-bit=gptq",
                "models.tiny-1.1.low-bit={awq: other/awq, fp8: 's3a://bucket/fp8'}",
                "own-techniques.AWQ.weights={format: w4a16, from: awq}")
            .models()
            .get(0)
            .checkpoint(ModelVariant.FULL)
            .orElseThrow();

    assertEquals(List.of("four-bit", "awq", "fp8"), List.copyOf(checkpoint.lowBit().keySet()));
    assertEquals(folder.resolve("other/awq").toString(), checkpoint.lowBit("awq").orElseThrow());
    assertEquals("s3a://bucket/fp8", checkpoint.lowBit("fp8").orElseThrow());
    assertTrue(checkpoint.lowBit("nf4").isEmpty());
  }

  @Test
  void manifestReadsBackAsTheSameStudy() throws IOException {
    Study study =
        read(
            MINIMAL,
            "own-protocols.mine.max-new-tokens=7",
            "results.warehouse=tables",
            "models.tiny-1.1.low-bit.awq=awq",
            "models.low-bit={checkpoint: full, low-bit: {instruct: here}}",
            "own-techniques.low-bit.weights={format: w4a16, from: awq}");

    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere")).resolve("manifest.yaml");
    Files.writeString(elsewhere, study.manifest());
    Study again = StudyFile.read(elsewhere, List.of());

    assertEquals(study.manifest(), again.manifest());
    assertEquals(study.models(), again.models());
    assertEquals(study.ownTechniques(), again.ownTechniques());
    assertEquals(study.results(), again.results());
    assertEquals(study.ownProtocols(), again.ownProtocols());
    assertEquals(OwnProtocol.AS_BASE, again.ownProtocols().get(0).maxPromptTokens());
  }

  @Test
  void readsTasksOfOnesOwnWithoutLongBenchsData() throws IOException {
    String study =
        MINIMAL.replace("tasks: [qasper]", "tasks: [contracts]").replace("path: data", "path: ~")
            + """
            own-tasks:
              contracts: {path: contracts.jsonl, prompt: "{context} {question}", metric: qa_f1}
              notes:
                path: s3a://bucket/notes.jsonl
                prompt: "{context}"
                metric: [rouge_l, contains_all]
                max-new-tokens: 9
            """;

    Study read = read(study);

    OwnTask contracts = read.ownTasks().get(0);
    assertEquals(folder.resolve("contracts.jsonl").toString(), contracts.path());
    assertEquals(List.of("qa_f1"), contracts.metrics());
    assertEquals(64, contracts.maxNewTokens());
    assertEquals("context", contracts.contextField());
    assertEquals("", contracts.category());
    assertEquals(List.of("rouge_l", "contains_all"), read.ownTasks().get(1).metrics());
    assertEquals("s3a://bucket/notes.jsonl", read.ownTasks().get(1).path());
    assertEquals("", read.data().path());
    Path elsewhere = Files.createDirectory(folder.resolve("there")).resolve("manifest.yaml");
    Files.writeString(elsewhere, read.manifest());
    assertEquals(read.ownTasks(), StudyFile.read(elsewhere, List.of()).ownTasks());
    assertFault(
        "Missing data.path [study.yaml:7]", study.replace("[contracts]", "[contracts, qasper]"));
    assertFault(
        "Missing own-tasks.notes.metric [study.yaml:11]",
        study.replace("metric: [", "pattern: \"").replace("contains_all]", "x\""));
  }

  @Test
  void namesUnknownKeyWithLineAndWhatIsAllowed() {
    assertFault(
        "Unknown key: generation.prefill-chunks (did you mean 'prefill-chunk'? one of:"
            + " max-new-tokens, forced-length, prefill-chunk, fidelity, batch, batching) [study.yaml:9]",
        MINIMAL + "generation:\n  prefill-chunks: 5\n");
    assertFault(
        "Unknown key: models.tiny-1.1.colour (one of: checkpoint, kind, four-bit, low-bit,"
            + " pruned, tokenizer, weights, seed, max-prompt-tokens, techniques) [--set models.tiny-1.1.colour=red]",
        MINIMAL,
        "models.tiny-1.1.colour=red");
  }

  @Test
  void refusesRepeatedKeys() {
    assertFault(
        "Invalid key: 'tasks' is repeated (first at study.yaml:5) [study.yaml:8]",
        MINIMAL + "tasks: [hotpotqa]\n");
  }

  @Test
  void refusesWrongTypes() {
    assertFault(
        "Invalid tasks: 'qasper' (must be a list) [--set tasks=qasper]", MINIMAL, "tasks=qasper");
    assertFault(
        "Invalid name: 2024 (must be text; put quotes around it) [--set name=2024]",
        MINIMAL,
        "name=2024");
    assertFault(
        "Invalid generation.prefill-chunk: 'many' (must be a whole number, at least 1) [--set"
            + " generation.prefill-chunk=many]",
        MINIMAL,
        "generation.prefill-chunk=many");
    assertFault(
        "Invalid generation.prefill-chunk: 1.5 (must be a whole number, at least 1) [--set"
            + " generation.prefill-chunk=1.5]",
        MINIMAL,
        "generation.prefill-chunk=1.5");
    assertFault("Invalid data: 'data' (must be a map) [--set data=data]", MINIMAL, "data=data");
    assertFault(
        "Invalid own-techniques.x.compression.force-digits: 'maybe' (must be true or false) [--set"
            + " own-techniques.x.compression.force-digits=maybe]",
        MINIMAL,
        "own-techniques.x.compression.force-digits=maybe");
    assertFault(
        "Invalid resources.memory: '40 potatoes' (must be bytes, or a number with one of [GB, GiB,"
            + " MB, MiB, TB]) [--set resources.memory=40 potatoes]",
        MINIMAL,
        "resources.memory=40 potatoes");
  }

  @Test
  void refusesValuesOutOfRange() {
    assertFault(
        "Invalid generation.forced-length: -3 (must be a whole number, at least 0) [--set"
            + " generation.forced-length=-3]",
        MINIMAL,
        "generation.forced-length=-3");
    assertFault(
        "Invalid failures.allowed: 1.5 (must be a number, at least 0.0 and at most 1.0) [--set"
            + " failures.allowed=1.5]",
        MINIMAL,
        "failures.allowed=1.5");
    assertFault(
        "Invalid generation.batch: [8, 0] (must be whole numbers, at least 1, none twice) [--set"
            + " generation.batch=[8,0]]",
        MINIMAL,
        "generation.batch=[8,0]");
    assertFault(
        "Invalid generation.forced-length: 5 (leaves no room for generation.max-new-tokens) [--set"
            + " generation.forced-length=5]",
        MINIMAL,
        "generation.forced-length=5",
        "generation.max-new-tokens=7");
    assertFault(
        "Invalid data.malformed: 'skp' (did you mean 'skip'? one of: fail, skip) [--set"
            + " data.malformed=skp]",
        MINIMAL,
        "data.malformed=skp");
  }

  @Test
  void refusesEmptyAndDoubledLists() {
    assertFault("Invalid tasks: [] (must name at least one) [--set tasks=[]]", MINIMAL, "tasks=[]");
    assertFault(
        "Invalid tasks: ['qasper', 'qasper'] (names 'qasper' twice) [--set tasks=[qasper, qasper]]",
        MINIMAL,
        "tasks=[qasper, qasper]");
  }

  @Test
  void refusesWhatIsMissing() {
    assertFault("Missing models (at least one) [study.yaml:1]", "tasks: [qasper]\n");
    assertFault(
        "Missing models.tiny-1.1.checkpoint [study.yaml:3]",
        MINIMAL.replace("checkpoint: models/tiny", "kind: base"));
    assertFault("Missing data.path [study.yaml:7]", MINIMAL.replace("path: data", "path: ~"));
    assertFault(
        "Invalid models.tiny-1.1.pruned.four-bit: 'x' (needs pruned.checkpoint beside it) [--set"
            + " models.tiny-1.1.pruned.four-bit=x]",
        MINIMAL,
        "models.tiny-1.1.pruned.four-bit=x");
    assertFault(
        "Invalid models.tiny-1.1.pruned.low-bit: a map (needs pruned.checkpoint beside it) [--set"
            + " models.tiny-1.1.pruned.low-bit.awq=x]",
        MINIMAL,
        "models.tiny-1.1.pruned.low-bit.awq=x");
    assertFault(
        "Invalid models.tiny-1.1.low-bit.four-bit: 'x' (is a key beside low-bit) [--set"
            + " models.tiny-1.1.low-bit.four-bit=x]",
        MINIMAL,
        "models.tiny-1.1.low-bit.four-bit=x");
  }

  @Test
  void refusesWhatIsNoYamlMap() {
    ConfigException fault = assertThrows(ConfigException.class, () -> read("models: [tiny\n"));
    assertTrue(fault.getMessage().startsWith("Invalid YAML: while parsing a flow sequence"));
    assertTrue(fault.getMessage().matches(".*\\[.*study\\.yaml:[12]]"), fault.getMessage());
    assertFault("Expected a map of keys, found 'hello' [study.yaml:1]", "hello\n");
    assertFault("Invalid alias: *a (write the value out) [study.yaml:2]", "name: &a x\ndata: *a\n");
    assertFault("Expected one YAML document [study.yaml:9]", MINIMAL + "---\nname: x\n");
  }

  @Test
  void refusesOverridesWithoutValueAndMissingFiles() {
    assertFault("Invalid --set tasks (must be key=value)", MINIMAL, "tasks");
    Path missing = folder.resolve("none.yaml");
    ConfigException fault =
        assertThrows(ConfigException.class, () -> StudyFile.read(missing, List.of()));
    assertEquals("Missing study file: " + missing, fault.getMessage());
  }

  @Test
  void everyKeyOfTheManualHasAComment() {
    List<String> keys =
        StudyFile.defaultsText().lines().filter(line -> line.matches(" *[a-z-]+: .*")).toList();

    assertTrue(keys.size() > 40);
    keys.forEach(line -> assertTrue(line.contains(" # "), line));
  }

  private void assertFault(String message, String text, String... overrides) {
    ConfigException fault =
        assertThrows(ConfigException.class, () -> read(text, overrides), message);
    assertEquals(message, fault.getMessage().replace(folder + "/", ""));
  }

  private Study read(String text, String... overrides) {
    try {
      Path file = Files.writeString(folder.resolve("study.yaml"), text);
      return StudyFile.read(file, List.of(overrides));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
