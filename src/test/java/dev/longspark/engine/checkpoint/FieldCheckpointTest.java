package dev.longspark.engine.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longspark.engine.Precision;
import dev.longspark.engine.Rope;
import dev.longspark.engine.RopeScaling;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checkpoints as they are met outside, made from the embedded study's model. */
class FieldCheckpointTest {
  private static final Path BASE = Path.of("src/main/resources/sample/base");
  private static final Path FIELD = Path.of("src/test/resources/field");
  private static final String WEIGHTS = "model.safetensors";
  private static final String EMBEDDING = "model.embed_tokens.weight";

  @TempDir private Path folder;

  @BeforeEach
  void copyBase() throws IOException {
    for (String name : List.of("config.json", WEIGHTS)) {
      Files.copy(BASE.resolve(name), folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  @Test
  void wholeFileGoesBeforeAStaleIndex() throws IOException {
    lay("01-stale-index/model");

    assertEquals(Checkpoint.open(BASE).shape(), Checkpoint.open(folder).shape());
    assertEquals(
        List.of("model.safetensors.index.json lies beside model.safetensors, which counts"),
        Checkpoint.disagreements(folder));
  }

  @Test
  void shardsThatAreNotThereYetAreCounted() throws IOException {
    lay("01-stale-index/model");
    Files.move(folder.resolve(WEIGHTS), folder.resolve("model-00001-of-00002.safetensors"));

    assertEquals(
        "Missing "
            + folder.resolve("model-00002-of-00002.safetensors")
            + ", which model.safetensors.index.json names: 1 of 2 weight files are there (fetch the"
            + " rest)",
        refusal());
  }

  @Test
  void tiedMatrixMayHaveTheOtherName() throws IOException {
    byte[] bytes = Files.readAllBytes(folder.resolve(WEIGHTS));
    renameInHeader(bytes, EMBEDDING, "lm_head.weight");
    Files.write(folder.resolve(WEIGHTS), bytes);

    assertEquals(Checkpoint.open(BASE).shape(), Checkpoint.open(folder).shape());
    replace("\"tie_word_embeddings\": true", "\"tie_word_embeddings\": false");
    assertEquals("Missing tensor " + EMBEDDING + " in " + folder, refusal());
  }

  @Test
  void secondMatrixOfATiedModelMustBeTheSame() throws IOException {
    ByteBuffer embedding = SafetensorsFile.open(BASE.resolve(WEIGHTS)).read(EMBEDDING);
    writeWithHead(embedding);
    assertEquals(Checkpoint.open(BASE).shape(), Checkpoint.open(folder).shape());

    ByteBuffer other = ByteBuffer.allocate(embedding.capacity()).order(ByteOrder.LITTLE_ENDIAN);
    other.put(embedding.duplicate().rewind()).flip();
    other.putShort(other.capacity() - 2, (short) 0x3c00);
    writeWithHead(other);

    assertTrue(
        refusal().startsWith("Cannot use tensor lm_head.weight in " + folder.resolve(WEIGHTS)),
        refusal());
    assertTrue(refusal().contains("which has other numbers (tie_word_embeddings)"), refusal());
    replace("\"tie_word_embeddings\": true", "\"tie_word_embeddings\": false");
    assertFalse(Checkpoint.open(folder).shape().tiedEmbeddings());
  }

  private void writeWithHead(ByteBuffer head) throws IOException {
    SafetensorsFile base = SafetensorsFile.open(BASE.resolve(WEIGHTS));
    List<SafetensorsWriter.Declaration> declarations =
        Stream.concat(
                base.tensors().values().stream()
                    .map(t -> new SafetensorsWriter.Declaration(t.name(), t.type(), t.shape())),
                Stream.of(
                    new SafetensorsWriter.Declaration(
                        "lm_head.weight",
                        base.tensor(EMBEDDING).type(),
                        base.tensor(EMBEDDING).shape())))
            .toList();
    Files.delete(folder.resolve(WEIGHTS));
    try (SafetensorsWriter writer =
        SafetensorsWriter.create(folder.resolve(WEIGHTS), declarations)) {
      base.tensors().keySet().forEach(name -> writer.write(base.read(name)));
      writer.write(head.duplicate().rewind());
    }
  }

  @Test
  void pointerInPlaceOfWeightsIsNamed() throws IOException {
    Files.copy(
        FIELD.resolve("03-lfs-pointer/model-tokenizer/tokenizer.json"),
        folder.resolve(WEIGHTS),
        StandardCopyOption.REPLACE_EXISTING);

    assertEquals(
        "Cannot read "
            + folder.resolve(WEIGHTS)
            + ": it is a Git LFS pointer, which stands for the file that is meant (fetch it with:"
            + " git lfs pull)",
        refusal());
  }

  @Test
  void halfADownloadIsNamed() throws IOException {
    byte[] bytes = Files.readAllBytes(folder.resolve(WEIGHTS));
    Files.write(folder.resolve(WEIGHTS), java.util.Arrays.copyOf(bytes, bytes.length / 2));
    assertTrue(refusal().contains("half a download? fetch it again"), refusal());
    Files.write(folder.resolve(WEIGHTS), new byte[0]);
    assertTrue(refusal().endsWith("it is empty (download it again)"), refusal());
  }

  @Test
  void thetaMayStandBesideTheRopeDictionary() throws IOException {
    lay("04-rope-theta-outside/model");
    assertEquals(500000, rope().theta());
    lay("04-rope-theta-outside/v-scaling-holds-theta");
    assertEquals(500000, rope().theta());
  }

  /** Expected values: the configuration that transformers makes of the same keys. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'rope_parameters': {'rope_type': 'default', 'rope_theta': 3e5} | 300000 | 1 | 0",
        "'rope_scaling': {'rope_type': 'default', 'rope_theta': 3e5} | 300000 | 1 | 0",
        "'rope_scaling': {'type': 'llama3', 'factor': 8, 'low_freq_factor': 1, 'high_freq_factor':"
            + " 4}, 'rope_parameters': {'rope_type': 'default', 'rope_theta': 3e5} | 700000 | 8 |"
            + " 4096",
        "'rope_scaling': {}, 'rope_parameters': {'rope_theta': 3e5} | 300000 | 1 | 0",
        "'rope_scaling': null, 'rope_parameters': null | 700000 | 1 | 0",
        "'rope_scaling': {'rope_type': 'llama3', 'factor': 8, 'low_freq_factor': 1,"
            + " 'high_freq_factor': 4, 'original_max_position_embeddings': 1024} | 700000 | 8 |"
            + " 1024",
        "'rope_scaling': {'rope_type': 'llama3', 'factor': 8, 'low_freq_factor': 1,"
            + " 'high_freq_factor': 4, 'original_max_position_embeddings': 1024},"
            + " 'original_max_position_embeddings': 2048 | 700000 | 8 | 2048",
        "'rope_scaling': {'rope_type': 'default', 'type': 'linear'} | 700000 | 1 | 0"
      })
  void ropeKeysHaveTransformersPrecedence(
      String keys, double theta, double factor, int originalPositions) throws IOException {
    replace("\"rope_theta\": 10000.0", "\"rope_theta\": 700000.0, " + keys.replace('\'', '"'));

    assertEquals(theta, rope().theta());
    assertEquals(
        factor == 1
            ? new RopeScaling.None()
            : new RopeScaling.Llama3(factor, 1, 4, originalPositions),
        rope().scaling());
  }

  private Rope rope() {
    return Checkpoint.shapeOf(folder).attentions().get(0).rope();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'rope_scaling': {'rope_type': 'default', 'factor': 8} | Invalid factor",
        "'rope_parameters': {'full_attention': {'rope_theta': 3e5}} | Invalid full_attention",
        "'rope_scaling': {'rope_type': 'llama3', 'factor': 8, 'low_freq_factor': 1,"
            + " 'high_freq_factor': 4, 'mrope_section': [1]} | Invalid mrope_section",
        "'rope_scaling': {'rope_type': 'llama3', 'factor': Infinity, 'low_freq_factor': 1,"
            + " 'high_freq_factor': 4} | Invalid factor",
        "'rope_scaling': 8 | Invalid rope_scaling",
        "'partial_rotary_factor': 0.5 | Invalid partial_rotary_factor"
      })
  void keysThatAreNotUnderstoodAreRefused(String keys, String start) throws IOException {
    replace("\"rope_theta\": 10000.0", keys.replace('\'', '"'));

    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> Checkpoint.shapeOf(folder));

    assertTrue(e.getMessage().startsWith(start + " in " + folder), e.getMessage());
  }

  @Test
  void bareInfinityInAKeyThatIsNotReadIsPassedOver() throws IOException {
    lay("06-config-infinity/model");

    assertEquals(Checkpoint.open(BASE).shape(), Checkpoint.open(folder).shape());
    replace("\"rms_norm_eps\": 1e-05", "\"rms_norm_eps\": NaN");
    assertTrue(refusal().startsWith("Invalid rms_norm_eps in " + folder), refusal());
  }

  @ParameterizedTest
  @CsvSource({"C64, 24", "F8_E8M0, 3", "F4, 2", "F6_E2M3, 3", "F8_E4M3FNUZ, 3"})
  void tensorsThatAreNotNeededMayBeOfAnyType(String type, int bytes) throws IOException {
    String shape = type.equals("F4") || type.startsWith("F6") ? "[4]" : "[3]";
    append("\"extra\":{\"dtype\":\"%s\",\"shape\":%s,".formatted(type, shape), bytes, bytes);
    assertEquals(Checkpoint.open(BASE).shape(), Checkpoint.open(folder).shape());

    copyBase();
    append(
        "\"extra\":{\"dtype\":\"%s\",\"shape\":%s,".formatted(type, shape), bytes + 1, bytes + 1);
    assertTrue(refusal().contains("does not have the " + (bytes + 1) + " bytes"), refusal());
  }

  @Test
  void elementsMustEndWithAByte() throws IOException {
    append("\"extra\":{\"dtype\":\"F4\",\"shape\":[3],", 2, 2);

    assertTrue(refusal().contains("does not have the 2 bytes"), refusal());
  }

  /** Puts a tensor behind the last one. */
  private void append(String declaration, int bytes, int more) throws IOException {
    byte[] whole = Files.readAllBytes(folder.resolve(WEIGHTS));
    int length = Math.toIntExact(ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).getLong());
    int data = whole.length - 8 - length;
    String header = new String(whole, 8, length, StandardCharsets.UTF_8).stripTrailing();
    String longer =
        header.substring(0, header.length() - 1)
            + ","
            + declaration
            + "\"data_offsets\":[%d,%d]}}".formatted(data, data + bytes);
    byte[] json = longer.getBytes(StandardCharsets.UTF_8);
    ByteBuffer file =
        ByteBuffer.allocate(8 + json.length + data + more).order(ByteOrder.LITTLE_ENDIAN);
    file.putLong(json.length).put(json).put(whole, 8 + length, data);
    Files.write(folder.resolve(WEIGHTS), file.array());
  }

  @Test
  void classAndTypeMustBeTheSameModel() throws IOException {
    replace("\"model_type\": \"llama\"", "\"model_type\": \"mistral\", \"sliding_window\": 128");

    assertTrue(refusal().startsWith("Invalid model_type in " + folder), refusal());
    replace("LlamaForCausalLM", "MistralForCausalLM");
    assertEquals(128, Checkpoint.shapeOf(folder).attentions().get(0).scoring().window());
  }

  @Test
  void saysWhereTheConfigContradictsItself() throws IOException {
    replace(
        "\"rope_theta\": 10000.0",
        "\"rope_theta\": 1e4, \"dtype\": \"float16\", \"sliding_window\": 1024, \"rope_scaling\":"
            + " {\"rope_theta\": 5e5}, \"rope_parameters\": {\"rope_theta\": 1e6}");
    replace("\"torch_dtype\": \"float16\"", "\"torch_dtype\": \"bfloat16\"");
    Files.writeString(folder.resolve("generation_config.json"), "{\"eos_token_id\": 2}");

    assertEquals(
        List.of(
            "config.json has rope_scaling, which counts, and another rope_parameters",
            "rope_theta is 10000.0 at the top of config.json, 500000.0 in its rope dictionary, which"
                + " counts",
            "config.json has sliding_window 1024, which its class does not use",
            "config.json has dtype float16, which counts, and torch_dtype bfloat16",
            "eos_token_id is [1] in config.json, [2] in generation_config.json, which counts"),
        Checkpoint.disagreements(folder));
    assertEquals(Precision.FP16, Checkpoint.open(folder).storedPrecision());
  }

  @Test
  void precisionIsTheTensorsIfTheConfigDoesNotSay() throws IOException {
    replace("\"torch_dtype\": \"float16\",", "");
    assertEquals(Precision.FP16, Checkpoint.open(folder).storedPrecision());
  }

  private String refusal() {
    return assertThrows(IllegalArgumentException.class, () -> Checkpoint.open(folder)).getMessage();
  }

  private void replace(String before, String after) throws IOException {
    GoldenModels.replace(folder.resolve("config.json"), before, after);
  }

  private void lay(String field) throws IOException {
    try (Stream<Path> files = Files.list(FIELD.resolve(field))) {
      for (Path file : files.toList()) {
        Files.copy(
            file,
            folder.resolve(file.getFileName().toString()),
            StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  /** Renames in place: the new name is filled up with blanks behind its quotes. */
  private static void renameInHeader(byte[] file, String from, String to) {
    String quoted = "\"" + to + "\"" + " ".repeat(from.length() - to.length());
    byte[] old = ("\"" + from + "\"").getBytes(StandardCharsets.UTF_8);
    byte[] replacement = quoted.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < file.length - old.length; i++) {
      if (java.util.Arrays.equals(file, i, i + old.length, old, 0, old.length)) {
        System.arraycopy(replacement, 0, file, i, old.length);
        return;
      }
    }
    throw new IllegalArgumentException("Missing " + from);
  }
}
