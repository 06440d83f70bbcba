package dev.longspark.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longspark.config.Study;
import dev.longspark.engine.cache.CachePolicy;
import dev.longspark.engine.cache.Storage;
import dev.longspark.inference.ExecutorEngine;
import dev.longspark.plan.PromptCompression;
import dev.longspark.plan.StudyResolver;
import dev.longspark.plan.Technique;
import dev.longspark.plan.WeightChoice;
import dev.longspark.results.WarehouseSession;
import dev.longspark.tables.Warehouse;
import dev.longspark.testing.SharedSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Table 1's fourteen names, and stacks with every value of every axis beside every value of every
 * other, run by the real engine on models that are nothing but a config.json.
 */
class TechniqueGridTest {
  private static final List<String> TABLE_1 =
      List.of(
          "FP16",
          "BF16",
          "FP16_c",
          "BF16_c",
          "KV-Q",
          "W4A16",
          "Minitron",
          "KV-Q+c",
          "W4A16+c",
          "Mini+c",
          "W4A16+KVQ",
          "Mini+KVQ",
          "Mini+W4A16",
          "Nemotron");
  private static final List<String> COMPRESSIONS = List.of("none", "llmlingua-2");
  private static final List<String> VARIANTS = List.of("full", "pruned");
  private static final List<String> WEIGHTS =
      List.of("full fp32", "full fp16", "full bf16", "gptq fp16", "gptq bf16");
  private static final List<String> CACHES =
      List.of(
          "kind: full",
          "kind: quantized",
          "kind: kivi",
          "keep: {kind: streamingllm, view: context}, store: {kind: quantized}");

  private static final String CONFIG =
      """
      {"model_type": "llama", "hidden_act": "silu", "hidden_size": %d, "num_hidden_layers": 2,
       "num_attention_heads": 4, "num_key_value_heads": 2, "head_dim": 32,
       "intermediate_size": %d, "vocab_size": 320, "max_position_embeddings": 4000%s}
      """;
  private static final String GPTQ =
      """
      , "quantization_config": {"quant_method": "gptq", "bits": 4, "group_size": 32,
        "sym": true, "desc_act": false}""";

  @TempDir private Path directory;

  /** One stack: indexes into the four lists. */
  private record Stack(int compression, int variant, int weights, int cache) {
    private String name() {
      return "stack-" + compression + variant + weights + cache;
    }

    private String yaml() {
      String[] format = WEIGHTS.get(weights).split(" ", -1);
      return """
          %s:
            compression: {kind: %s}
            variant: %s
            weights: {format: %s, precision: %s}
            cache: {%s}
        """
          .formatted(
              name(),
              COMPRESSIONS.get(compression),
              VARIANTS.get(variant),
              format[0],
              format[1],
              CACHES.get(cache));
    }

    /** All pairs of values on two axes. */
    private Set<List<Integer>> pairs() {
      List<Integer> values = List.of(compression, variant, weights, cache);
      Set<List<Integer>> pairs = new HashSet<>();
      for (int a = 0; a < values.size(); a++) {
        for (int b = a + 1; b < values.size(); b++) {
          pairs.add(List.of(a, b, values.get(a), values.get(b)));
        }
      }
      return pairs;
    }
  }

  @Test
  void everyNameAndEveryPairOfValuesRuns() throws IOException {
    List<String> techniques = new ArrayList<>(TABLE_1);
    stacks().forEach(stack -> techniques.add(stack.name()));
    Study study = TinyStudy.read(write(), "techniques=" + techniques);

    try (Warehouse warehouse = SharedSpark.warehouse(directory.resolve("warehouse"));
        WarehouseSession session = SharedSpark.open(warehouse)) {
      EvaluationJob.of(study, ExecutorEngine::of, Duration.ofMillis(100))
          .run(session, progress -> {});

      assertEquals(
          "[[OK,null,3,%d]]".formatted(techniques.size()),
          rows(
              session,
              "SELECT status, message, new_tokens, count(*) FROM generations GROUP BY 1, 2, 3"));
      long samePrompts =
          TABLE_1.stream().filter(name -> !name.matches("FP16|.*[_+]c")).count()
              + stacks().stream().filter(stack -> stack.compression() == 0).count();
      assertEquals(
          "[[FP16,null,3,%d]]".formatted(samePrompts),
          rows(
              session,
              "SELECT baseline, message, positions, count(mean_kl) FROM divergences"
                  + " GROUP BY 1, 2, 3"));
      assertEquals(
          "[[1]]",
          rows(
              session,
              "SELECT count(DISTINCT text) FROM generations WHERE technique IN ('Minitron',"
                  + " 'Nemotron')"));
      assertEquals(
          "[[%d]]".formatted(techniques.size()),
          rows(session, "SELECT count(*) FROM health WHERE check = 'random-weights'"));
      assertEquals(
          "[[Mini+KVQ], [Mini+W4A16], [Mini+c], [Minitron], [Nemotron]]",
          rows(
              session,
              "SELECT technique FROM health WHERE check = 'base-and-instruct' AND technique NOT"
                  + " LIKE 'stack%' ORDER BY technique"));
    }
  }

  @Test
  void stacksCoverEveryVariantOfEveryAxisAndAllPairs() throws IOException {
    int pairs = 2 * 2 + 2 * 5 + 2 * 4 + 2 * 5 + 2 * 4 + 5 * 4;
    assertEquals(
        pairs, stacks().stream().flatMap(stack -> stack.pairs().stream()).distinct().count());

    String names = stacks().stream().map(Stack::name).collect(Collectors.joining(", ", "[", "]"));
    List<Technique> techniques =
        StudyResolver.plan(TinyStudy.read(write(), "techniques=" + names)).cells().stream()
            .map(cell -> cell.technique())
            .toList();
    for (Class<?> axis :
        List.of(WeightChoice.class, CachePolicy.class, Storage.class, PromptCompression.class)) {
      for (Class<?> variant : axis.getPermittedSubclasses()) {
        assertTrue(
            techniques.stream()
                .anyMatch(
                    technique ->
                        variant.isInstance(technique.weights())
                            || variant.isInstance(technique.cache())
                            || variant.isInstance(technique.compression())),
            () -> variant + " is in no stack");
      }
    }
  }

  /** Every weight format with every cache; the two short axes alternate along the diagonals. */
  private static List<Stack> stacks() {
    List<Stack> stacks = new ArrayList<>();
    for (int weights = 0; weights < WEIGHTS.size(); weights++) {
      for (int cache = 0; cache < CACHES.size(); cache++) {
        int diagonal = weights + cache;
        stacks.add(new Stack(diagonal % 2, diagonal / 2 % 2, weights, cache));
      }
    }
    return stacks;
  }

  private Path write() throws IOException {
    config("full", 128, 256, "");
    config("full-gptq", 128, 256, GPTQ);
    config("pruned", 96, 192, "");
    config("pruned-gptq", 96, 192, GPTQ);
    Path file = TinyStudy.write(directory, 1);
    String own = stacks().stream().map(Stack::yaml).collect(Collectors.joining());
    return Files.writeString(
        file,
        """
        models:
          tiny:
            checkpoint: full
            four-bit: full-gptq
            pruned: {checkpoint: pruned, four-bit: pruned-gptq}
            weights: random
        own-techniques:
        %scompressor: {checkpoint: '%s'}
        tasks: [qasper]
        data: {path: data}
        generation: {forced-length: 3}
        resources: {threads: 1}
        """
            .formatted(
                own,
                Path.of("src/test/resources/golden/compression/tiny-bert-base-multilingual-cased-a")
                    .toAbsolutePath()));
  }

  private void config(String name, int hidden, int ffn, String more) throws IOException {
    Path folder = Files.createDirectories(directory.resolve(name));
    Files.writeString(folder.resolve("config.json"), CONFIG.formatted(hidden, ffn, more));
  }

  private static String rows(WarehouseSession session, String query) {
    return Arrays.toString(session.query(query).collectAsList().toArray());
  }
}
