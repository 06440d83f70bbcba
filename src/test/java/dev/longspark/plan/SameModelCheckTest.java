package dev.longspark.plan;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.longspark.config.ConfigException;
import dev.longspark.engine.checkpoint.SafetensorsWriter;
import dev.longspark.engine.checkpoint.SafetensorsWriter.Declaration;
import dev.longspark.engine.checkpoint.StoredType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class SameModelCheckTest {
  private static final String SAMPLE = "src/main/resources/sample/";
  private static final String QUANT = "src/test/resources/golden/quant/";
  private static final int ROWS = 40;
  private static final int WIDTH = 8;
  private static final int ROUND = 0x8000;

  @TempDir private Path folder;
  private final SameModelCheck check = new SameModelCheck();

  @Test
  void takesWhatWasMadeOfTheModel() {
    check.requireLowBitOf(SAMPLE + "base", SAMPLE + "base-gptq", "4-bit");
    check.requireLowBitOf(SAMPLE + "base-pruned", SAMPLE + "base-pruned-gptq", "4-bit");
    check.requireLowBitOf(
        QUANT + "tiny_llama_gptq_g32_source", QUANT + "tiny_llama_gptq_g32", "4-bit");
    check.requirePrunedOf(SAMPLE + "base", SAMPLE + "base-pruned");
  }

  @Test
  void takesSixteenBitsOfFloat32() throws IOException {
    String full = write("full", StoredType.F32, 1, 0);

    assertDoesNotThrow(
        () -> check.requireLowBitOf(full, write("bf16", StoredType.BF16, 1, 0), "4-bit"));
  }

  @Test
  void refusesFourBitsOfAnotherModelOfTheSameShape() throws IOException {
    String full = write("full", StoredType.BF16, 1, 0);
    String other = write("other", StoredType.BF16, 2, 0);
    String tuned = write("tuned", StoredType.BF16, 1, 0.02f);

    assertFault(
        "Invalid 4-bit checkpoint: other was not made from full: model.embed_tokens.weight[0, 0] is 0.27539062, there 1.5625"
            + " (quantizing leaves embedding, final norm and lm_head as they are; allowed is rounding to 16 bits)",
        () -> check.requireLowBitOf(full, other, "4-bit"));
    assertFault(
        "Invalid 4-bit checkpoint: tuned was not made from full: model.norm.weight[0] is 1.0234375, there 1.0"
            + " (quantizing leaves embedding, final norm and lm_head as they are; allowed is rounding to 16 bits)",
        () -> check.requireLowBitOf(full, tuned, "4-bit"));
  }

  @Test
  void leavesToOthersWhatItCannotSee() throws IOException {
    String full = write("full", StoredType.BF16, 1, 0);

    check.requireLowBitOf(full, "s3a://bucket/gptq", "4-bit");
    check.requireLowBitOf(full, Files.createDirectory(folder.resolve("empty")).toString(), "4-bit");
    check.requireLowBitOf(Path.of(full).toUri().toString(), full, "4-bit");
    check.requirePrunedOf(full, "s3a://bucket/pruned");
    check.requirePrunedOf(full, write("published", StoredType.BF16, 2, 0));
  }

  @Test
  void refusesAPrunedModelWhoseRecordNamesAnother() throws IOException {
    String full = write("full", StoredType.BF16, 1, 0);
    String pruned = write("pruned", StoredType.BF16, 2, 0);
    Files.writeString(
        Path.of(pruned, "pruning.json"),
        """
        {"source": "full", "sourceSha256": {"config.json": "00", "model.safetensors": "11"}}
        """);

    assertFault(
        "Invalid pruned checkpoint: pruned was not cut from full: the SHA-256 of model.safetensors"
            + " is another in its pruning.json (name the model that it was cut from, or prune this"
            + " one)",
        () -> check.requirePrunedOf(full, pruned));
  }

  @Test
  void refusesAPrunedModelOfOtherTokens() throws IOException {
    String full = write("full", StoredType.BF16, 1, 0);
    String pruned = write("pruned", StoredType.BF16, 2, 0);
    String renamed = write("renamed", StoredType.BF16, 2, 0);
    tokenizer(full, "<pad>", "a", "b");
    tokenizer(pruned, "<pad>", "b", "c");
    tokenizer(renamed, "<reserved>", "a", "b");

    check.requirePrunedOf(full, renamed);
    assertFault(
        "Invalid pruned checkpoint: pruned has another vocabulary than full: token 'b' has id 1,"
            + " there 2 (pruning leaves the tokenizer as it is)",
        () -> check.requirePrunedOf(full, pruned));
  }

  private static void tokenizer(String folder, String special, String first, String second)
      throws IOException {
    Files.writeString(
        Path.of(folder, "tokenizer.json"),
        """
        {"added_tokens": [{"id": 0, "content": "%s"}],
         "model": {"type": "BPE", "vocab": {"%s": 0, "%s": 1, "%s": 2}}}
        """
            .formatted(special, special, first, second));
  }

  /** A Llama: an embedding of numbers from a seed, and a final norm of ones. */
  private String write(String name, StoredType type, int seed, float moreNorm) throws IOException {
    Path model = Files.createDirectory(folder.resolve(name));
    Files.copy(Path.of(SAMPLE, "base", "config.json"), model.resolve("config.json"));
    Random random = new Random(seed);
    List<Float> values = new ArrayList<>();
    for (int i = 0; i < ROWS * WIDTH; i++) {
      values.add((float) random.nextGaussian());
    }
    for (int i = 0; i < WIDTH; i++) {
      values.add(1 + moreNorm);
    }
    ByteBuffer bytes =
        ByteBuffer.allocate(values.size() * type.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      int bits = Float.floatToIntBits(value);
      if (type == StoredType.F32) {
        bytes.putInt(bits);
      } else {
        bytes.putShort((short) ((bits + ROUND) >> Short.SIZE));
      }
    }
    List<Declaration> tensors =
        List.of(
            new Declaration("model.embed_tokens.weight", type, List.of((long) ROWS, (long) WIDTH)),
            new Declaration("model.norm.weight", type, List.of((long) WIDTH)));
    try (SafetensorsWriter writer =
        SafetensorsWriter.create(model.resolve("model.safetensors"), tensors)) {
      writer.write(bytes.flip());
    }
    return model.toString();
  }

  private void assertFault(String message, Executable action) {
    ConfigException fault = assertThrows(ConfigException.class, action);
    assertEquals(message, fault.getMessage().replace(folder + "/", ""));
  }
}
