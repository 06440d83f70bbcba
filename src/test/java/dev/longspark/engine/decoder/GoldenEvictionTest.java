package dev.longspark.engine.decoder;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.longspark.engine.Device;
import dev.longspark.engine.Precision;
import dev.longspark.engine.cache.CacheKinds;
import dev.longspark.engine.checkpoint.Checkpoint;
import dev.longspark.engine.checkpoint.FullPrecision;
import dev.longspark.engine.torchscript.TorchRuntime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Retentions keep, and then answer, as their published implementations do. */
class GoldenEvictionTest {
  private static final float TOLERANCE = 1e-3f;
  private static final int NEW_TOKENS = 16;
  private static final int SMALL_CHUNK = 37;

  private static final Map<String, Decoder> DECODERS = new HashMap<>();

  @BeforeAll
  static void useOneThread() {
    TorchRuntime.useThreads(1); // the tensors are too small to be shared out
  }

  @AfterAll
  static void close() {
    DECODERS.values().forEach(Decoder::close);
    DECODERS.clear();
  }

  static Stream<GoldenEviction.Case> cases() {
    List<String> kinds = new ArrayList<>(CacheKinds.retentions());
    kinds.add("none");
    return GoldenEviction.cases()
        .filter(each -> kinds.contains(each.json().get("method").asText()));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void keepsAndAnswersAsTheReference(GoldenEviction.Case golden) {
    long[] prompt = golden.prompt();
    long[] question = golden.question();
    try (DecoderSequence sequence =
        decoder(golden, 512).begin(golden.policy(), prompt.length, question.length + NEW_TOKENS)) {
      sequence.prefill(prompt);
      assertKept(golden, sequence.kept());
      int next = sequence.prefill(question);
      assertArrayEquals(golden.floats("logits"), logits(golden, sequence), TOLERANCE);
      assertEquals(golden.greedy(), greedy(sequence, next, NEW_TOKENS));
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void keepsTheSameOfAPromptInPieces(GoldenEviction.Case golden) {
    long[] prompt = golden.prompt();
    try (DecoderSequence sequence =
        decoder(golden, SMALL_CHUNK).begin(golden.policy(), prompt.length, 1)) {
      sequence.prefill(prompt);
      assertKept(golden, sequence.kept());
    }
  }

  private static void assertKept(GoldenEviction.Case golden, List<List<List<Integer>>> kept) {
    if (golden.json().has("kept")) {
      assertEquals(golden.kept(), kept);
    }
  }

  private static List<Integer> greedy(DecoderSequence sequence, int first, int count) {
    List<Integer> ids = new ArrayList<>(List.of(first));
    while (ids.size() < count) {
      ids.add(sequence.step(ids.get(ids.size() - 1)));
    }
    return ids;
  }

  private static float[] logits(GoldenEviction.Case golden, DecoderSequence sequence) {
    int step = golden.file().step();
    List<TokenLogit> best = sequence.best(Integer.MAX_VALUE);
    float[] logits = new float[(best.size() + step - 1) / step];
    for (TokenLogit each : best) {
      if (each.id() % step == 0) {
        logits[each.id() / step] = each.logit();
      }
    }
    return logits;
  }

  private static Decoder decoder(GoldenEviction.Case golden, int chunk) {
    return DECODERS.computeIfAbsent(
        golden.file().model().name() + chunk,
        key -> {
          Checkpoint checkpoint = Checkpoint.open(golden.file().model().folder());
          Placement placement = Placement.on(Device.cpu(), checkpoint.shape().layers().size());
          return Decoder.load(checkpoint, new FullPrecision(Precision.FP32), placement, chunk);
        });
  }
}
