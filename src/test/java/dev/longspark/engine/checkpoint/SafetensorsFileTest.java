package dev.longspark.engine.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsFileTest {
  private static final int MUTATIONS = 300;

  @TempDir private Path folder;

  @Test
  void readsAPublishedFile() {
    SafetensorsFile file =
        SafetensorsFile.open(GoldenModels.folder("llama31-tiny").resolve("model.safetensors"));
    StoredTensor embedding = file.tensor("model.embed_tokens.weight");

    assertEquals(StoredType.BF16, embedding.type());
    assertEquals(List.of(400L, 96L), embedding.shape());
    assertEquals(400 * 96 * 2, file.read(embedding.name()).remaining());
  }

  @Test
  void readsRowsAsPartsOfTheWhole() {
    SafetensorsFile file =
        SafetensorsFile.open(GoldenModels.folder("llama31-tiny").resolve("model.safetensors"));
    String name = "model.embed_tokens.weight";

    ByteBuffer rows = file.readRows(name, 17, 3);

    assertEquals(file.read(name).slice(17 * 96 * 2, 3 * 96 * 2), rows);
    assertThrows(IllegalArgumentException.class, () -> file.readRows(name, 398, 3));
  }

  @Test
  void readsWhatTheWriterWrites() {
    Path path = folder.resolve("own.safetensors");
    ByteBuffer data = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
    data.putFloat(1).putFloat(2).putFloat(3).putFloat(4).putLong(5).flip();
    try (SafetensorsWriter writer =
        SafetensorsWriter.create(
            path,
            List.of(
                new SafetensorsWriter.Declaration("a", StoredType.F32, List.of(2L, 2L)),
                new SafetensorsWriter.Declaration("b", StoredType.I64, List.of())))) {
      writer.write(data);
    }

    SafetensorsFile file = SafetensorsFile.open(path);

    assertArrayEquals(new float[] {1, 2, 3, 4}, GoldenModels.floats(file, "a"));
    assertEquals(5, file.read("b").getLong());
    assertEquals(0, file.tensor("a").offset() % 8);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,12]}} | does not have the 12 bytes",
        "{'a':{'dtype':'F32','shape':[4],'data_offsets':[0,16]}} | lie outside the 12 data bytes",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}} | 4 bytes follow the last tensor",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[4,12]}} | follows a gap",
        "{'a':{'dtype':'F99','shape':[3],'data_offsets':[0,12]}} | unknown dtype \"F99\"",
        "{'a':{'dtype':'F32','shape':[-3],'data_offsets':[0,12]}} | shape holds -3",
        "{'a':{'dtype':'F32','shape':[3],'data_offsets':[12,0]}} | lie outside",
        "{'a':{'dtype':'F32','shape':[3],'data_offsets':[0]}} | must be two numbers",
        "{'a':{'dtype':'F32','shape':[3]}} | missing data_offsets",
        "{'a':{'dtype':'F32','shape':[4294967296,4294967296],'data_offsets':[0,12]}} | does not"
            + " have the 12 bytes",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},"
            + "'b':{'dtype':'F32','shape':[2],'data_offsets':[4,12]}} | tensor b",
        "{'a':{'dtype':'F32','shape':[3],'data_offsets':[0,12]},"
            + "'a':{'dtype':'F32','shape':[3],'data_offsets':[0,12]}} | Duplicate field",
        "[1] | does not begin with",
        "{'a': | is not JSON"
      })
  void rejectsHeadersThatLie(String header, String message) throws IOException {
    Path path = write(header.replace('\'', '"'), 12);

    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> SafetensorsFile.open(path));

    assertTrue(e.getMessage().contains(message), e.getMessage());
    assertTrue(e.getMessage().contains(path.toString()), e.getMessage());
  }

  @Test
  void rejectsHeadersLongerThanTheFile() throws IOException {
    Path path = folder.resolve("long.safetensors");
    Files.write(path, new byte[] {-1, -1, -1, -1, -1, -1, -1, -1, '{', '}'});

    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> SafetensorsFile.open(path));

    assertTrue(e.getMessage().contains("claims 18446744073709551615 bytes"), e.getMessage());
  }

  @Test
  void survivesRandomDamage() throws IOException {
    byte[] sound =
        Files.readAllBytes(
            GoldenModels.folder("nemo-tiny").resolve("model-00003-of-00003.safetensors"));
    int header = 8 + (int) ByteBuffer.wrap(sound).order(ByteOrder.LITTLE_ENDIAN).getLong();
    Random random = new Random(20240726);
    Path path = folder.resolve("damaged.safetensors");
    for (int i = 0; i < MUTATIONS; i++) {
      byte[] damaged = sound.clone();
      if (i % 3 == 0) {
        damaged = Arrays.copyOf(damaged, random.nextInt(damaged.length));
      } else {
        damaged[random.nextInt(header)] ^= (byte) (1 + random.nextInt(255));
      }
      Files.write(path, damaged);
      openOrRefuse(path);
    }
  }

  private static void openOrRefuse(Path path) {
    SafetensorsFile file;
    try {
      file = SafetensorsFile.open(path);
    } catch (IllegalArgumentException e) {
      assertTrue(e.getMessage().contains(path.toString()), e.getMessage());
      return;
    }
    file.tensors()
        .keySet()
        .forEach(name -> assertEquals(file.tensor(name).bytes(), file.read(name).remaining()));
  }

  private Path write(String header, int dataBytes) throws IOException {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes = ByteBuffer.allocate(8 + json.length + dataBytes);
    bytes.order(ByteOrder.LITTLE_ENDIAN).putLong(json.length).put(json);
    return Files.write(folder.resolve("bad.safetensors"), bytes.array());
  }
}
