package dev.longspark.engine.generation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.longspark.engine.Device;
import dev.longspark.engine.Precision;
import dev.longspark.engine.cache.CacheKinds;
import dev.longspark.engine.cache.CachePolicy;
import dev.longspark.engine.cache.FullCache;
import dev.longspark.engine.cache.QuantizedCache;
import dev.longspark.engine.checkpoint.Checkpoint;
import dev.longspark.engine.checkpoint.FullPrecision;
import dev.longspark.engine.checkpoint.LowBit;
import dev.longspark.engine.checkpoint.WeightFormat;
import dev.longspark.measurement.TokenDistribution;
import dev.longspark.testing.GoldenModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FollowingTest {
  private static final Path GOLDEN = Path.of("src/test/resources/golden");
  private static final double TOLERANCE = 1e-4;

  static Stream<JsonNode> cases() {
    try {
      JsonNode golden =
          new ObjectMapper().readTree(GOLDEN.resolve("fidelity/expected.json").toFile());
      return StreamSupport.stream(golden.get("cases").spliterator(), false);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void divergesFromTheBaselineAsInTorch(JsonNode golden) {
    int[] answer = ids(golden.get("answer"));
    Request request = request(golden);
    for (String kind : List.of("kl", "kl_64")) {
      int outcomes = kind.equals("kl") ? 400 : 64;
      List<TokenDistribution> baseline;
      try (Generator generator = open(golden.get("baseline").asText(), new FullCache())) {
        baseline = generator.follow(request, answer, AskedIds.best(outcomes));
      }
      List<TokenDistribution> technique;
      boolean isCache = golden.get("name").asText().equals("4-bit cache");
      CachePolicy cache = isCache ? new QuantizedCache(4, 12, 16) : new FullCache();
      try (Generator generator = open(golden.get("technique").asText(), cache)) {
        technique = generator.follow(request, answer, AskedIds.as(baseline));
        Generation free = generator.generate(promptIds(golden), GenerationLimits.exactly(24));
        assertEquals(GoldenModel.integers(golden.get("own")), free.ids());
      }
      List<Integer> flips = new ArrayList<>();
      for (int i = 0; i < answer.length; i++) {
        double expected = golden.get(kind).get(i).asDouble();
        double found = baseline.get(i).divergence(technique.get(i));
        assertEquals(expected, found, TOLERANCE, kind + " at " + i);
        assertEquals(answer[i], baseline.get(i).best());
        assertEquals(outcomes == 400, baseline.get(i).isWhole());
        if (baseline.get(i).best() != technique.get(i).best()) {
          flips.add(i);
        }
      }
      assertEquals(GoldenModel.integers(golden.get("flips")), flips);
    }
  }

  /** What a technique chose by itself is what it thinks best when it is led along it. */
  @Test
  void takesTheWayThatGenerationTakes() {
    JsonNode golden = cases().findFirst().orElseThrow();
    CachePolicy evicting =
        CacheKinds.policy("snapkv", Map.of("ratio", "0.5", "window", "8"), new FullCache());
    for (CachePolicy cache : List.of(new FullCache(), new QuantizedCache(4, 12, 16), evicting)) {
      try (Generator generator = open(golden.get("baseline").asText(), cache)) {
        List<Integer> chosen =
            generator.generate(promptIds(golden), GenerationLimits.atMost(24)).ids();
        int[] answer = chosen.stream().mapToInt(Integer::intValue).toArray();
        List<TokenDistribution> once = generator.follow(request(golden), answer, AskedIds.best(64));
        List<TokenDistribution> again =
            generator.follow(request(golden), answer, AskedIds.as(once));

        assertEquals(chosen, once.stream().map(TokenDistribution::best).toList());
        for (int i = 0; i < answer.length; i++) {
          assertEquals(0, once.get(i).divergence(again.get(i)), cache + " at " + i);
          assertFalse(once.get(i).isWhole());
        }
        assertThrows(
            IllegalArgumentException.class,
            () -> generator.follow(request(golden), new int[] {400, 1}, AskedIds.best(64)));
      }
    }
  }

  @Test
  void joinedOutcomesGiveALowerBound() {
    cases()
        .forEach(
            golden -> {
              for (int i = 0; i < golden.get("kl").size(); i++) {
                assertTrue(
                    golden.get("kl_64").get(i).asDouble()
                        <= golden.get("kl").get(i).asDouble() + 1e-9);
              }
            });
  }

  private static Generator open(String folder, CachePolicy cache) {
    Checkpoint checkpoint = Checkpoint.open(GOLDEN.resolve(folder));
    WeightFormat format =
        checkpoint
            .stored()
            .<WeightFormat>map(stored -> new LowBit(Precision.FP32, stored))
            .orElseGet(() -> new FullPrecision(Precision.FP32));
    return Generator.open(checkpoint, EngineSettings.of(format, cache, Device.cpu()));
  }

  private static Request request(JsonNode golden) {
    long[] prompt = promptIds(golden);
    return new Request(prompt, prompt.length, GenerationLimits.atMost(1));
  }

  private static long[] promptIds(JsonNode golden) {
    return GoldenModel.integers(golden.get("prompt")).stream()
        .mapToLong(Integer::longValue)
        .toArray();
  }

  private static int[] ids(JsonNode list) {
    return GoldenModel.integers(list).stream().mapToInt(Integer::intValue).toArray();
  }
}
