package dev.longspark.engine.decoder;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.longspark.engine.cache.CacheKinds;
import dev.longspark.engine.cache.CachePolicy;
import dev.longspark.engine.cache.FullCache;
import dev.longspark.engine.cache.QuantizedCache;
import dev.longspark.engine.cache.Storage;
import dev.longspark.engine.checkpoint.SafetensorsFile;
import dev.longspark.testing.GoldenModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** One model's prompt of one length, and what the reference implementations kept of it. */
record GoldenEviction(String name, JsonNode json, SafetensorsFile tensors) {
  private static final Path ROOT = Path.of("src/test/resources/golden/eviction");
  private static final Map<String, String> SETTINGS =
      Map.of("w", "window", "k", "kernel", "agg", "group");

  /** One method with its settings at one ratio. */
  record Case(GoldenEviction file, JsonNode json) {
    String name() {
      return json.get("name").asText();
    }

    boolean isQuantized() {
      return json.has("quant");
    }

    boolean isPromptView() {
      return json.get("view").asText().equals("prompt");
    }

    CachePolicy policy() {
      String method =
          json.get("method").asText().replace("-kvhead", "").replace("finch", "finch-rerotated");
      Map<String, String> settings = new HashMap<>();
      json.get("params")
          .fields()
          .forEachRemaining(
              each ->
                  settings.put(
                      SETTINGS.getOrDefault(each.getKey(), each.getKey()),
                      each.getValue().asText().replace("maxpool", "max")));
      settings.put("ratio", json.get("r").asText());
      Storage store =
          isQuantized()
              ? new QuantizedCache(4, json.get("quant").get("group").asInt(), 128)
              : new FullCache();
      return method.equals("none") ? store : CacheKinds.policy(method, settings, store);
    }

    /** The tokens from which the method chooses. */
    long[] prompt() {
      long[] context = file.ids("context_ids");
      return isPromptView() ? joined(context, file.ids("question_ids")) : context;
    }

    /** The tokens that pass over what it kept. */
    long[] question() {
      return file.ids(isPromptView() ? "suffix_ids" : "question_ids");
    }

    List<Integer> greedy() {
      return GoldenModel.integers(json.get("greedy_ids"));
    }

    List<Integer> greedyFromPrefill() {
      return GoldenModel.integers(json.get("first_from_prefill").get("greedy_ids"));
    }

    /** By layer and head: tokens of one score, of which the reference kept some and ours others. */
    Map<List<Integer>, Set<Integer>> ties() {
      Map<List<Integer>, Set<Integer>> ties = new HashMap<>();
      for (JsonNode tie : json.path("ambiguous")) {
        ties.put(
            List.of(tie.get("layer").asInt(), tie.get("head").asInt()),
            Set.copyOf(GoldenModel.integers(tie.get("tied"))));
      }
      return ties;
    }

    /** One of the references sums over the window where ours takes the mean. */
    int scoresPerOwn() {
      return json.get("method").asText().equals("snapkv-kvhead")
          ? json.get("params").get("w").asInt()
          : 1;
    }

    float[] floats(String part) {
      String tensor = name() + "." + part;
      float[] floats = new float[(int) file.tensors.tensor(tensor).elements()];
      file.tensors.read(tensor).asFloatBuffer().get(floats);
      return floats;
    }

    /** Values of a layer's kept keys (k) or values (v) as the reference's codes give them. */
    float[] dequantized(int layer, String part) {
      String name = "L" + layer + "." + part;
      float[] scales = floats(name + ".scale");
      float[] shifts = floats(name + ".shift");
      String codes = name() + "." + name + ".codes";
      float[] values = new float[(int) file.tensors.tensor(codes).elements()];
      ByteBuffer bytes = file.tensors.read(codes);
      int group = values.length / scales.length;
      for (int i = 0; i < values.length; i++) {
        values[i] = scales[i / group] * bytes.get(i) - shifts[i / group];
      }
      return values;
    }

    boolean has(String part) {
      return file.tensors.tensors().containsKey(name() + "." + part);
    }

    /** By layer and kv head, ascending. */
    List<List<List<Integer>>> kept() {
      List<List<List<Integer>>> kept = new ArrayList<>();
      for (JsonNode layer : json.get("kept")) {
        List<List<Integer>> heads = new ArrayList<>();
        layer.forEach(head -> heads.add(positions(head.asText())));
        kept.add(heads);
      }
      return kept;
    }

    private static List<Integer> positions(String bits) {
      byte[] bytes = HexFormat.of().parseHex(bits);
      List<Integer> positions = new ArrayList<>();
      for (int i = 0; i < Byte.SIZE * bytes.length; i++) {
        if ((bytes[i / Byte.SIZE] >> (Byte.SIZE - 1 - i % Byte.SIZE) & 1) == 1) {
          positions.add(i);
        }
      }
      return positions;
    }

    @Override
    public String toString() {
      return file.name + " " + name();
    }
  }

  static Stream<Case> cases() {
    return Stream.of("llama31-tiny_n150", "llama31-tiny_n400", "nemo-tiny_n150", "nemo-tiny_n400")
        .map(GoldenEviction::read)
        .flatMap(
            file ->
                StreamSupport.stream(file.json.get("cases").spliterator(), false)
                    .map(json -> new Case(file, json)));
  }

  private static GoldenEviction read(String name) {
    try {
      return new GoldenEviction(
          name,
          new ObjectMapper().readTree(ROOT.resolve(name + ".json").toFile()),
          SafetensorsFile.open(ROOT.resolve(name + ".safetensors")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  GoldenModel model() {
    return new GoldenModel(json.get("model").asText());
  }

  /** Every so many logits are kept. */
  int step() {
    return json.get("logit_step").asInt();
  }

  private long[] ids(String key) {
    return GoldenModel.integers(json.get(key)).stream().mapToLong(Integer::longValue).toArray();
  }

  private static long[] joined(long[] a, long[] b) {
    long[] joined = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, joined, a.length, b.length);
    return joined;
  }
}
