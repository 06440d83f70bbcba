package dev.longspark.engine.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longspark.engine.AttentionShape;
import dev.longspark.engine.EncoderShape;
import dev.longspark.engine.FeedForwardShape;
import dev.longspark.engine.ModelShape;
import dev.longspark.engine.Precision;
import dev.longspark.engine.Rope;
import dev.longspark.engine.RopeScaling;
import dev.longspark.engine.Scoring;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class CheckpointTest {
  private static final String FREQUENCIES = "rope.inv_freq";

  @TempDir private Path folder;

  static List<String> decoders() {
    return GoldenModels.decoders();
  }

  @ParameterizedTest
  @MethodSource("decoders")
  void countsWhatTheFilesHold(String name) {
    ModelShape shape = Checkpoint.open(GoldenModels.folder(name)).shape();

    long stored =
        CheckpointFiles.tensors(GoldenModels.folder(name)).values().stream()
            .mapToLong(StoredTensor::elements)
            .sum();

    assertEquals(stored, shape.parameters());
  }

  @ParameterizedTest
  @MethodSource("decoders")
  void rotatesAsTheReferenceDoes(String name) {
    Path golden = GoldenModels.folder(name);
    ModelShape shape = Checkpoint.open(golden).shape();
    SafetensorsFile expected = SafetensorsFile.open(golden.resolve("expected.safetensors"));
    float[] frequencies = GoldenModels.floats(expected, FREQUENCIES);

    float[] own = rope(shape).inverseFrequencies();

    for (int i = 0; i < own.length; i++) {
      assertEquals(frequencies[i], own[i], 1e-6f * frequencies[i]);
    }
  }

  private static Rope rope(ModelShape shape) {
    return shape.attentions().get(0).rope();
  }

  @Test
  void readsOldAndNewKeys() {
    ModelShape old = Checkpoint.open(GoldenModels.folder("llama31-tiny")).shape();
    ModelShape recent = Checkpoint.open(GoldenModels.folder("llama-tied-tiny")).shape();

    assertEquals(new RopeScaling.Llama3(8, 1, 4, 64), rope(old).scaling());
    assertEquals(32, ((RopeScaling.Llama3) rope(recent).scaling()).factor());
    assertEquals(500000, rope(recent).theta());
    assertTrue(recent.tiedEmbeddings());
    assertEquals(
        Precision.BF16, Checkpoint.open(GoldenModels.folder("llama-tied-tiny")).storedPrecision());
  }

  @Test
  void readsBlocksThatDiffer() {
    ModelShape shape = Checkpoint.open(GoldenModels.folder("decilm-tiny")).shape();

    assertEquals(new AttentionShape.Full(4, 2, 10, rope(shape)), shape.layers().get(0).attention());
    assertEquals(new AttentionShape.Linear(), shape.layers().get(1).attention());
    assertEquals(new AttentionShape.None(), shape.layers().get(2).attention());
    assertEquals(new AttentionShape.Full(4, 1, 10, rope(shape)), shape.layers().get(3).attention());
    assertEquals(new FeedForwardShape.Gated(256), shape.layers().get(0).feedForward());
    assertEquals(new FeedForwardShape.Gated(512), shape.layers().get(1).feedForward());
    assertEquals(new FeedForwardShape.None(), shape.layers().get(3).feedForward());
    assertEquals(new FeedForwardShape.Linear(), shape.layers().get(4).feedForward());
  }

  @Test
  void stopsAtEveryEndTokenOfTheGenerationConfig() throws IOException {
    Path copy = GoldenModels.copy("llama31-tiny", folder);
    GoldenModels.replace(copy.resolve("config.json"), "385,", "7,");

    assertEquals(Set.of(385, 392, 393), Checkpoint.open(copy).endIds());
    Files.delete(copy.resolve("generation_config.json"));
    assertEquals(Set.of(7, 392, 393), Checkpoint.open(copy).endIds());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "LlamaForCausalLM | GPT2LMHeadModel | Unknown architecture | GPT2LMHeadModel",
        "\"silu\" | \"relu\" | Invalid hidden_act | must be silu, gelu or gelu_pytorch_tanh",
        "\"rope_type\": \"llama3\" | \"rope_type\": \"yarns\" | Invalid rope_type | llama3 or yarn",
        "\"rope_type\": \"llama3\" | \"rope_type\": \"yarn\" | Invalid high_freq_factor | no such key",
        "\"attention_bias\": false | \"attention_bias\": true | Missing tensor | q_proj.bias",
        "\"hidden_size\": 96, | \"hidden_size\": 96, \"head_dim\": 0, | Invalid head_dim | must be from 2",
        "\"hidden_size\": 96, | '' | Missing hidden_size | config.json",
        "\"hidden_size\": 96 | \"hidden_size\": \"96\" | Invalid hidden_size | an integer",
        "\"intermediate_size\": 160 | \"intermediate_size\": 128 | Invalid shape of tensor | 128",
        "\"num_hidden_layers\": 2 | \"num_hidden_layers\": 3 | Missing tensor | layers.2",
        "\"vocab_size\": 400 | \"vocab_size\": 401 | Invalid shape of tensor | embed_tokens"
      })
  void refusesWhatItCannotCompute(String before, String after, String start, String part)
      throws IOException {
    Path copy = GoldenModels.copy("llama31-tiny", folder);
    GoldenModels.replace(copy.resolve("config.json"), before, after);

    assertMessage(copy, start, part);
  }

  private static void assertMessage(Path model, String start, String part) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> Checkpoint.open(model));
    assertTrue(e.getMessage().startsWith(start), e.getMessage());
    assertTrue(e.getMessage().contains(part), e.getMessage());
  }

  @Test
  void takesTheClassDefaultsOfAbsentKeys() throws IOException {
    Path copy = GoldenModels.copy("nemo-tiny", folder);
    Path config = copy.resolve("config.json");
    GoldenModels.replace(config, "\"sliding_window\": null,", "");
    GoldenModels.replace(config, "\"rms_norm_eps\": 1e-05,", "");
    GoldenModels.replace(config, "\"rope_theta\": 1000000.0,", "");

    ModelShape shape = Checkpoint.open(copy).shape();

    assertEquals(4096, window(shape));
    assertEquals(1e-6, shape.norm().epsilon());
    assertEquals(10000, rope(shape).theta());
    assertEquals(
        Scoring.UNLIMITED, window(Checkpoint.open(GoldenModels.folder("nemo-tiny")).shape()));
  }

  private static int window(ModelShape shape) {
    return shape.attentions().get(0).scoring().window();
  }

  /** transformers takes a Mistral that names kinds of layers for a Ministral. */
  @Test
  void layerTypesSayWhichLayersHaveTheWindow() throws IOException {
    Path copy = GoldenModels.copy("nemo-tiny", folder);
    Path config = copy.resolve("config.json");
    int layers = Checkpoint.shapeOf(copy).layers().size();
    String types = "\"sliding_attention\", " + "\"full_attention\", ".repeat(layers - 1);
    String list = "\"layer_types\": [" + types.substring(0, types.length() - 2) + "],";
    GoldenModels.replace(config, "\"sliding_window\": null,", "\"sliding_window\": 64," + list);

    ModelShape shape = Checkpoint.shapeOf(copy);

    assertEquals(
        List.of(64, Scoring.UNLIMITED),
        shape.layers().subList(0, 2).stream()
            .map(layer -> ((AttentionShape.Full) layer.attention()).scoring().window())
            .toList());
    GoldenModels.replace(config, "sliding_attention", "chunked_attention");
    assertMessage(
        copy,
        "Invalid layer_types in " + config,
        "(must be full_attention or sliding_attention for each of " + layers + " layers)");
  }

  @Test
  void windowIsANumberOfTokens() throws IOException {
    Path copy = GoldenModels.copy("nemo-tiny", folder);
    Path config = copy.resolve("config.json");
    GoldenModels.replace(config, "\"sliding_window\": null", "\"sliding_window\": -1");

    assertMessage(copy, "Invalid sliding_window in " + config, "-1 (must be a number of tokens");
  }

  @Test
  void rotaryBaseMustNotBeNull() throws IOException {
    Path copy = GoldenModels.copy("nemo-tiny", folder);
    Path config = copy.resolve("config.json");
    GoldenModels.replace(config, "\"rope_theta\": 1000000.0,", "\"rope_theta\": null,");

    assertMessage(copy, "Invalid rope_theta in " + config, "null (must be a number)");
  }

  @Test
  void saysThatGenerationConfigNamesNoEnd() throws IOException {
    Path copy = GoldenModels.copy("nemo-tiny", folder);
    Files.writeString(copy.resolve("generation_config.json"), "{\"bos_token_id\": 1}");

    assertEquals(
        List.of(
            "eos_token_id is %s in config.json, which counts, absent in generation_config.json, by"
                    .formatted(Checkpoint.open(copy).endIds())
                + " which an answer never ends"),
        Checkpoint.disagreements(copy));
  }

  @Test
  void namesTheShardThatLacksATensor() throws IOException {
    Path copy = GoldenModels.copy("nemo-tiny", folder);
    GoldenModels.replace(
        copy.resolve("model.safetensors.index.json"),
        "\"model.norm.weight\": \"model-00003-of-00003.safetensors\"",
        "\"model.norm.weight\": \"model-00001-of-00003.safetensors\"");

    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> Checkpoint.open(copy));

    assertTrue(e.getMessage().startsWith("Missing tensor model.norm.weight in"), e.getMessage());
    assertTrue(e.getMessage().endsWith("model-00001-of-00003.safetensors"), e.getMessage());
  }

  @Test
  void opensNothingButSafetensors() throws IOException {
    Path copy = GoldenModels.copy("nemo-tiny", folder);
    GoldenModels.replace(
        copy.resolve("model.safetensors.index.json"),
        "model-00003-of-00003.safetensors",
        "../elsewhere.safetensors");

    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> Checkpoint.open(copy));

    assertTrue(e.getMessage().startsWith("Invalid shard '../elsewhere.safetensors'"));
  }

  @Test
  void readsTokenClassifiers() {
    EncoderShape xlmr = EncoderCheckpoint.open(GoldenModels.folder("xlmr-tokcls-tiny")).shape();
    EncoderShape bert = EncoderCheckpoint.open(GoldenModels.folder("bert-tokcls-tiny")).shape();

    assertEquals(EncoderShape.Family.XLM_ROBERTA, xlmr.family());
    assertEquals(2, xlmr.firstPosition());
    assertEquals(EncoderShape.Family.BERT, bert.family());
    assertEquals(0, bert.firstPosition());
    assertArrayEquals(new int[] {36, 40}, new int[] {bert.hidden(), xlmr.hidden()});
    assertThrows(
        IllegalArgumentException.class,
        () -> Checkpoint.open(GoldenModels.folder("bert-tokcls-tiny")));
  }
}
