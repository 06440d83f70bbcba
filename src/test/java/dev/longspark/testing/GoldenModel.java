package dev.longspark.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A tiny checkpoint with the values that a reference implementation computed from it. */
public record GoldenModel(String name) {
  private static final Path ROOT = Path.of("src/test/resources/golden/models");
  private static final Path FAMILIES = Path.of("src/test/resources/golden/architectures");
  private static final ObjectMapper JSON = new ObjectMapper();

  /** A prompt, and what greedy decoding continued it with. */
  public record Trace(String name, List<Integer> prompt, List<Integer> generated) {
    public long[] promptIds() {
      return prompt.stream().mapToLong(Integer::longValue).toArray();
    }
  }

  /** All golden decoders. */
  public static Stream<GoldenModel> decoders() {
    return Stream.of("llama31-tiny", "llama-tied-tiny", "nemo-tiny", "minitron-tiny", "decilm-tiny")
        .map(GoldenModel::new);
  }

  /** A golden decoder of each further family and of each kind of rotation, window and bias. */
  public static Stream<GoldenModel> families() {
    try (Stream<Path> folders = Files.list(FAMILIES)) {
      return folders.map(folder -> folder.getFileName().toString()).sorted().toList().stream()
          .map(GoldenModel::new);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Path folder() {
    Path family = FAMILIES.resolve(name);
    return Files.exists(family) ? family : ROOT.resolve(name);
  }

  public JsonNode config() {
    return json("config.json");
  }

  public JsonNode expected() {
    return json("expected.json");
  }

  public List<Trace> traces() {
    List<Trace> traces = new ArrayList<>();
    for (JsonNode prompt : expected().get("prompts")) {
      traces.add(
          new Trace(
              prompt.get("name").asText(),
              integers(prompt.get("ids")),
              integers(prompt.get("generated"))));
    }
    return traces;
  }

  public Trace trace(String prompt) {
    return traces().stream().filter(trace -> trace.name().equals(prompt)).findFirst().orElseThrow();
  }

  public static List<Integer> integers(JsonNode array) {
    List<Integer> integers = new ArrayList<>();
    array.forEach(each -> integers.add(each.asInt()));
    return integers;
  }

  /** A tensor of expected.safetensors. */
  public float[] expected(String tensor) {
    return floats(folder().resolve("expected.safetensors"), tensor);
  }

  public boolean hasWeight(String tensor) {
    return weightFiles().stream().anyMatch(file -> header(content(file)).has(tensor));
  }

  /** A tensor of the weights, from whatever shard. */
  public float[] weight(String tensor) {
    return weightFiles().stream()
        .filter(file -> header(content(file)).has(tensor))
        .map(file -> floats(file, tensor))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("Missing tensor " + tensor));
  }

  private List<Path> weightFiles() {
    try (Stream<Path> files = Files.list(folder())) {
      return files
          .filter(file -> file.getFileName().toString().matches("model.*\\.safetensors"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return name;
  }

  private JsonNode json(String file) {
    try {
      return JSON.readTree(Files.readString(folder().resolve(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static float[] floats(Path file, String tensor) {
    byte[] content = content(file);
    ByteBuffer bytes = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
    JsonNode entry = header(content).path(tensor);
    if (entry.isMissingNode()) {
      throw new IllegalArgumentException("Missing tensor " + tensor + " in " + file);
    }
    int start = 8 + (int) bytes.getLong(0) + entry.get("data_offsets").get(0).asInt();
    int count = 1;
    for (JsonNode extent : entry.get("shape")) {
      count *= extent.asInt();
    }
    boolean brain = entry.get("dtype").asText().equals("BF16");
    float[] floats = new float[count];
    for (int i = 0; i < count; i++) {
      floats[i] =
          brain
              ? Float.intBitsToFloat(bytes.getShort(start + 2 * i) << 16)
              : bytes.getFloat(start + 4 * i);
    }
    return floats;
  }

  private static JsonNode header(byte[] content) {
    long length = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN).getLong(0);
    try {
      return JSON.readTree(content, 8, (int) length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] content(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
