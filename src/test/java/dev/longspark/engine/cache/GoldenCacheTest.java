package dev.longspark.engine.cache;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.longspark.engine.Precision;
import dev.longspark.engine.checkpoint.SafetensorsFile;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GoldenCacheTest {
  private static final float TOLERANCE = 1e-4f;

  /** The reference rounds every dequantized value to float16, twice; attention here none. */
  private static final float HALF_TOLERANCE = 8e-3f;

  /** Of bfloat16's 8 bits: the int4 product rounds scores and sums to them. */
  private static final float BRAIN_TOLERANCE = 6e-2f;

  private final CacheProbe probe = new CacheProbe();

  /** Keys on axis -1 are no policy of ours; the values of that case are on axis 0. */
  static Stream<JsonNode> cases() {
    return CacheProbe.cases().stream();
  }

  @AfterEach
  void close() {
    probe.close();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void followsTheReferenceStepByStep(JsonNode settings) {
    SafetensorsFile expected = CacheProbe.file(settings.get("file").asText());
    List<String> parts = settings.path("axis_key").asInt() == 0 ? List.of("k", "v") : List.of("v");
    int prefill = settings.get("prefill").asInt();
    int steps = settings.get("decode_steps").asInt();
    Map<Integer, long[]> trace = trace(settings);
    probe.open(settings, prefill + steps);

    probe.attend(0, prefill);
    probe.endPass();
    parts.forEach(part -> assertState(expected, "prefill." + part, part));
    for (int step = 1; step <= steps; step++) {
      float[] attention = probe.attend(prefill + step - 1, prefill + step);
      if (parts.size() == 2) {
        assertAttention(expected, settings, step, attention);
      }
      for (String part : parts) {
        assertReturned(expected, "step" + step + "." + part, part);
      }
      probe.endPass();
      for (String part : parts) {
        assertState(expected, "after_step" + step + "." + part, part);
      }
      if (trace.containsKey(step)) {
        assertArrayEquals(trace.get(step), probe.lengths(), "after step " + step);
      }
    }
    parts.forEach(part -> assertState(expected, "final." + part, part));
  }

  @Test
  void countsTokensAsTheReferencesForEveryPromptLength() {
    for (JsonNode settings : cases().filter(c -> representative(c)).toList()) {
      String table =
          settings.get("scheme").asText().equals("kivi")
              ? "kivi_lengths_by_prompt"
              : "hf_quanto_lengths_by_prompt";
      CacheProbe.golden()
          .get(table)
          .get("rows")
          .fields()
          .forEachRemaining(
              row -> assertLengths(settings, Integer.parseInt(row.getKey()), row.getValue()));
    }
  }

  @ParameterizedTest
  @MethodSource("brainCases")
  void multipliesCodesInBfloat16AsIfTheyWereValues(JsonNode settings) {
    int prefill = settings.get("prefill").asInt();
    int steps = settings.get("decode_steps").asInt();
    probe.open(settings, prefill + steps, Precision.BF16);
    probe.attend(0, prefill);
    probe.endPass();
    for (int token = prefill; token < prefill + steps; token++) {
      float[] attention = probe.attend(token, token + 1);
      assertArrayEquals(probe.exact(token), attention, BRAIN_TOLERANCE, "token " + token);
      probe.endPass();
    }
  }

  static Stream<JsonNode> brainCases() {
    return cases().filter(settings -> settings.get("scheme").asText().equals("hf_quanto"));
  }

  private static boolean representative(JsonNode settings) {
    String file = settings.get("file").asText();
    return file.equals("kv_kivi_int4_f32.safetensors")
        || file.equals("kv_hf_quanto_int4_f32.safetensors");
  }

  /** Lengths do not depend on the numbers, so the stream's first tokens come again and again. */
  private void assertLengths(JsonNode settings, int prompt, JsonNode rows) {
    int last = rows.get(rows.size() - 1).get(0).asInt();
    probe.open(settings, prompt + last);
    for (int token = 0; token < prompt; token += 100) {
      probe.attend(0, Math.min(100, prompt - token));
    }
    probe.endPass();
    int step = 0;
    for (JsonNode row : rows) {
      for (; step < row.get(0).asInt(); step++) {
        probe.attend(step % 100, step % 100 + 1);
        probe.endPass();
      }
      assertArrayEquals(counts(row), probe.lengths(), prompt + " tokens, step " + step);
    }
  }

  private void assertAttention(
      SafetensorsFile expected, JsonNode settings, int step, float[] attention) {
    String name = "step" + step + ".attn";
    if (expected.tensors().containsKey(name)) {
      int token = settings.get("prefill").asInt() + step - 1;
      boolean half = CacheProbe.precision(settings) == Precision.FP16;
      float[] golden = probe.floats(expected, name);
      assertArrayEquals(golden, attention, half ? HALF_TOLERANCE : TOLERANCE, name);
      assertArrayEquals(golden, probe.exact(token), TOLERANCE, name);
    }
  }

  private void assertReturned(SafetensorsFile expected, String name, String part) {
    if (expected.tensors().containsKey(name)) {
      assertArrayEquals(probe.floats(expected, name), probe.returned(part), name);
    }
  }

  private void assertState(SafetensorsFile expected, String name, String part) {
    if (expected.tensors().containsKey(name + ".codes")) {
      byte[] codes = new byte[(int) expected.tensor(name + ".codes").elements()];
      expected.read(name + ".codes").get(codes);
      assertArrayEquals(codes, probe.codes(part), name + ".codes");
      for (String groups : List.of("scale", "shift", "mn")) {
        if (expected.tensors().containsKey(name + "." + groups)) {
          float[] golden = probe.floats(expected, name + "." + groups);
          float[] own = probe.groups(part, groups);
          assertEquals(golden.length, own.length);
          for (int i = 0; i < golden.length; i++) {
            assertEquals(0, golden[i] - own[i], name + "." + groups); // 0 and -0 are one shift
          }
        }
      }
    }
  }

  private static Map<Integer, long[]> trace(JsonNode settings) {
    Map<Integer, long[]> trace = new HashMap<>();
    settings
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (name.startsWith("trace_")) {
                settings.get(name).forEach(row -> trace.put(row.get(0).asInt(), counts(row)));
              }
            });
    return trace;
  }

  private static long[] counts(JsonNode row) {
    long[] counts = new long[row.size() - 1];
    for (int i = 0; i < counts.length; i++) {
      counts[i] = row.get(i + 1).asLong();
    }
    return counts;
  }
}
