package dev.longspark.engine.checkpoint;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnknownTensorsTest {
  private static final String TIED = "llama-tied-tiny";
  private static final String EMBEDDING = "model.embed_tokens.weight";

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "model.layers.1.self_attn.q_norm.weight",
        "model.layers.0.post_feedforward_layernorm.weight",
        "model.layers.7.mlp.up_proj.weight",
        "visual.proj.weight"
      })
  void refusesATensorThatTheShapeDoesNotName(String name) throws Exception {
    with(name, "model.norm.weight");

    assertRefused("Unknown tensor " + name);
  }

  @Test
  void leavesRotaryFrequenciesAlone() throws Exception {
    with("model.layers.0.self_attn.rotary_emb.inv_freq", "model.norm.weight");

    assertDoesNotThrow(() -> Checkpoint.open(folder));
  }

  @Test
  void takesAStoredHeadForTheEmbeddingOnlyIfItIs() throws Exception {
    with("lm_head.weight", EMBEDDING);
    assertDoesNotThrow(() -> Checkpoint.open(folder));

    flip("lm_head.weight");
    assertRefused("Cannot use tensor lm_head.weight");
  }

  private void assertRefused(String start) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> Checkpoint.open(folder)).getMessage();
    assertTrue(message.startsWith(start), message);
  }

  /** The tied model with one tensor more, which has the numbers of another. */
  private void with(String name, String like) throws Exception {
    Path source = GoldenModels.folder(TIED);
    Files.copy(source.resolve("config.json"), folder.resolve("config.json"));
    Map<String, StoredTensor> tensors = new TreeMap<>(CheckpointFiles.tensors(source));
    tensors.put(name, tensors.get(like));
    List<SafetensorsWriter.Declaration> declarations = new ArrayList<>();
    tensors.forEach(
        (key, tensor) ->
            declarations.add(
                new SafetensorsWriter.Declaration(key, tensor.type(), tensor.shape())));
    Path file = folder.resolve("model.safetensors");
    try (SafetensorsWriter writer = SafetensorsWriter.create(file, declarations)) {
      for (StoredTensor tensor : tensors.values()) {
        writer.write(SafetensorsFile.open(tensor.file()).read(tensor.name()));
      }
    }
  }

  /** Changes the first number of a tensor. */
  private void flip(String name) throws Exception {
    StoredTensor tensor = CheckpointFiles.tensors(folder).get(name);
    byte[] bytes = Files.readAllBytes(tensor.file());
    ByteBuffer.wrap(bytes)
        .put((int) tensor.offset() + 1, (byte) (bytes[(int) tensor.offset() + 1] ^ 1));
    Files.write(tensor.file(), bytes);
  }
}
