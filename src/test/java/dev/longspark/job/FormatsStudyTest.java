package dev.longspark.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longspark.config.Study;
import dev.longspark.inference.ExecutorEngine;
import dev.longspark.results.WarehouseSession;
import dev.longspark.tables.Warehouse;
import dev.longspark.testing.SharedSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One model in full precision and in five low-bit formats side by side, by the real engine. */
class FormatsStudyTest {
  private static final String CONFIG =
      """
      {"model_type": "llama", "hidden_act": "silu", "hidden_size": 128, "num_hidden_layers": 2,
       "num_attention_heads": 4, "num_key_value_heads": 2, "head_dim": 32,
       "intermediate_size": 256, "vocab_size": 320, "max_position_embeddings": 4000%s}
      """;
  private static final String BYTES =
      "'quant_method': 'compressed-tensors', 'format': 'int-quantized', 'config_groups': {'g':"
          + " {'targets': ['Linear'], 'weights': {'num_bits': 8, 'strategy': 'channel'},"
          + " 'input_activations': {'num_bits': 8, 'dynamic': true, 'strategy': 'token'}}}";
  private static final Map<String, String> FORMATS =
      Map.of(
          "full-gptq", "'quant_method': 'gptq', 'bits': 4, 'group_size': 128",
          "full-awq", "'quant_method': 'awq', 'bits': 4, 'group_size': 128, 'version': 'gemm'",
          "full-bytes", BYTES,
          "full-fp8", "'quant_method': 'fp8', 'weight_block_size': [128, 128]",
          "full-nf4",
              "'quant_method': 'bitsandbytes', 'load_in_4bit': true, 'bnb_4bit_quant_type': 'nf4'");

  @TempDir private Path directory;

  @Test
  void comparesFiveFormatsOfOneModel() throws IOException {
    Study study = TinyStudy.read(write());

    try (Warehouse warehouse = SharedSpark.warehouse(directory.resolve("warehouse"));
        WarehouseSession session = SharedSpark.open(warehouse)) {
      EvaluationJob.of(study, ExecutorEngine::of, Duration.ofMillis(100))
          .run(session, progress -> {});

      List<Row> rows =
          session
              .query(
                  "SELECT technique, weight_bytes, status FROM generations ORDER BY weight_bytes,"
                      + " technique")
              .collectAsList();

      assertEquals(
          List.of("W4-AWQ", "W4A16", "NF4", "FP8", "W8A8", "BF16"),
          rows.stream().map(row -> row.getString(0)).toList());
      assertTrue(rows.stream().allMatch(row -> row.getString(2).equals("OK")), rows.toString());
    }
  }

  private Path write() throws IOException {
    Path file = TinyStudy.write(directory, 1);
    config("full", "");
    for (Map.Entry<String, String> format : FORMATS.entrySet()) {
      config(
          format.getKey(),
          ", \"quantization_config\": {" + format.getValue().replace('\'', '"') + "}");
    }
    return Files.writeString(
        file,
        """
        models:
          tiny:
            checkpoint: full
            four-bit: full-gptq
            low-bit: {awq: full-awq, w8a8: full-bytes, fp8: full-fp8, nf4: full-nf4}
            weights: random
        own-techniques:
          W4-AWQ: {weights: {format: awq, from: awq}}
        techniques: [BF16, W4A16, W4-AWQ, NF4, FP8, W8A8]
        tasks: [qasper]
        data: {path: data}
        generation: {forced-length: 3}
        resources: {threads: 1}
        """);
  }

  private void config(String name, String more) throws IOException {
    Path folder = Files.createDirectories(directory.resolve(name));
    Files.writeString(folder.resolve("config.json"), CONFIG.formatted(more));
  }
}
