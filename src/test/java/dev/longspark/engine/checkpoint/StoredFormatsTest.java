package dev.longspark.engine.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What config.json says of low-bit matrices, before any tensor is read. */
class StoredFormatsTest {
  private static final String GROUPS =
      "'quant_method': 'compressed-tensors', 'format': '%s', 'config_groups': {'g': {'targets':"
          + " ['Linear'], 'weights': {'num_bits': %d, 'type': '%s', 'strategy': '%s',"
          + " 'group_size': 128}%s}}";

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "'quant_method': 'mxfp4' | quant_method | take the model's bf16 files",
        "'quant_method': 'modelopt' | quant_method | take its FP8 files",
        "'quant_method': 'marlin' | quant_method | take its gptq files",
        "'quant_method': 'fbgemm_fp8' | quant_method | by compressed-tensors",
        "'quant_method': 'torchao' | quant_method | with 'quantize'",
        "'quant_method': 'quanto' | quant_method | with 'quantize'",
        "'quant_method': 'hqq' | quant_method | with 'quantize'",
        "'quant_method': 'awq', 'bits': 4, 'version': 'gemv' | version | gemm files",
        "'quant_method': 'awq', 'bits': 4, 'version': 'gemv_fast' | version | gemm files",
        "'quant_method': 'awq', 'bits': 4, 'version': 'marlin' | version | gemm files",
        "'quant_method': 'awq', 'bits': 4, 'version': 'exllama' | version | gemm files",
        "'quant_method': 'gptq', 'bits': 4, 'group_size': 128, 'checkpoint_format': 'marlin' |"
            + " checkpoint_format | gptq or gptq_v2: take",
        "'quant_method': 'gptq', 'bits': 4, 'group_size': 128, 'checkpoint_format': 'gptq_p' |"
            + " checkpoint_format | gptq or gptq_v2: take",
        "'quant_method': 'gptq', 'bits': 4, 'group_size': 128, 'checkpoint_format': 'bitblas' |"
            + " checkpoint_format | gptq or gptq_v2: take",
        "'quant_method': 'gptq', 'bits': 4, 'group_size': 128, 'is_marlin_format': true |"
            + " is_marlin_format | plain gptq files",
        "'quant_method': 'gptq', 'bits': 4, 'group_size': 128, 'pack_dtype': 'int16' | pack_dtype"
            + " | 32-bit words",
        "'quant_method': 'gptq', 'bits': 6, 'group_size': 128 | bits | 2, 3, 4 or 8",
        "'quant_method': 'gptq', 'bits': 4, 'group_size': 8, 'dynamic': {'+:a': {'bits': 5}} |"
            + " bits | 2, 3, 4 or 8",
        "'quant_method': 'auto-round', 'packing_format': 'auto_round:auto_gptq_marlin' |"
            + " packing_format | take these",
        "'quant_method': 'fp8', 'fmt': 'e5m2' | fmt | bf16 files",
        "'quant_method': 'bitsandbytes' | load_in_4bit | must be true",
        "'quant_method': 'bitsandbytes', 'load_in_4bit': true, 'bnb_4bit_quant_type': 'af4' |"
            + " bnb_4bit_quant_type | nf4 or fp4"
      })
  void refusesWhatItCannotRead(String settings, String key, String instead) throws IOException {
    refuses(settings, key, instead);
  }

  @ParameterizedTest
  @CsvSource({
    "nvfp4-pack-quantized, 4, float, group",
    "mxfp4-pack-quantized, 4, float, group",
    "marlin-24, 4, int, group",
    "sparse-24-bitmask, 8, float, channel",
    "dense, 8, int, channel"
  })
  void refusesFormatsOfCompressedTensors(String format, int bits, String type, String strategy)
      throws IOException {
    refuses(GROUPS.formatted(format, bits, type, strategy, ""), "format", "take the model's");
  }

  @Test
  void refusesWhatGroupsMayNotSay() throws IOException {
    refuses(GROUPS.formatted("pack-quantized", 3, "int", "group", ""), "num_bits", "4 or 8");
    refuses(GROUPS.formatted("int-quantized", 4, "int", "channel", ""), "num_bits", "must be 8");
    refuses(GROUPS.formatted("int-quantized", 8, "int", "group", ""), "strategy", "not read");
    refuses(
        GROUPS.formatted(
            "int-quantized",
            8,
            "int",
            "channel",
            ", 'input_activations': {'num_bits': 8, 'dynamic': false}"),
        "input_activations",
        "dynamic, symmetric, per token");
    refuses(
        GROUPS.formatted("pack-quantized", 4, "int", "group", "")
            + ", 'sparsity_config': {'format': 'sparse-24-bitmask'}",
        "format",
        "without sparsity");
  }

  @Test
  void knowsFormatsByOtherNames() throws IOException {
    assertEquals(
        Set.of("gptq", "w4a16"),
        words("'quant_method': 'auto-round', 'bits': 4, 'group_size': 128"));
    assertEquals(
        Set.of("awq", "w4a16"),
        words(
            "'quant_method': 'auto-round', 'packing_format': 'auto_round:auto_awq', 'bits': 4,"
                + " 'group_size': 128"));
    Files.writeString(folder.resolve("config.json"), "{}");
    Files.writeString(
        folder.resolve("quant_config.json"),
        "{\"zero_point\": true, \"q_group_size\": 128, \"w_bit\": 4, \"version\": \"GEMM\"}");
    assertEquals(Set.of("awq", "w4a16"), StoredFormats.of(folder).orElseThrow().words());
  }

  private Set<String> words(String settings) throws IOException {
    write(settings);
    return StoredFormats.of(folder).orElseThrow().words();
  }

  private void refuses(String settings, String key, String instead) throws IOException {
    write(settings);
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> StoredFormats.of(folder));
    assertTrue(e.getMessage().contains("Invalid " + key + " in "), e.getMessage());
    assertTrue(e.getMessage().contains(instead), e.getMessage());
  }

  private void write(String settings) throws IOException {
    String text = "{\"quantization_config\": {%s}}".formatted(settings.replace('\'', '"'));
    Files.writeString(folder.resolve("config.json"), text);
  }
}
