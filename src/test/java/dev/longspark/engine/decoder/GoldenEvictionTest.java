package dev.longspark.engine.decoder;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.longspark.engine.Device;
import dev.longspark.engine.Precision;
import dev.longspark.engine.checkpoint.Checkpoint;
import dev.longspark.engine.checkpoint.FullPrecision;
import dev.longspark.engine.torchscript.TorchRuntime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
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
    return GoldenEviction.cases().filter(each -> !each.isQuantized());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void keepsAndAnswersAsTheReference(GoldenEviction.Case golden) {
    long[] prompt = golden.prompt();
    long[] question = golden.question();
    try (DecoderSequence sequence =
        decoder(golden, 512).begin(golden.policy(), prompt, question.length + NEW_TOKENS)) {
      sequence.prefill(prompt);
      assertKept(golden, sequence.kept());
      if (golden.ties().isEmpty() || golden.kept().equals(sequence.kept())) {
        int next = sequence.prefill(question);
        assertArrayEquals(golden.floats("logits"), logits(golden, sequence), TOLERANCE);
        assertEquals(golden.greedy(), greedy(sequence, next, NEW_TOKENS));
      }
    }
  }

  /** The other convention: the first token is the whole prompt's, and asks what was kept. */
  @ParameterizedTest
  @MethodSource("cases")
  void goesOnFromTheFirstTokenOfTheWholePrompt(GoldenEviction.Case golden) {
    if (golden.json().has("first_from_prefill")) {
      long[] prompt = golden.prompt();
      try (DecoderSequence sequence =
          decoder(golden, 512).begin(golden.policy(), prompt, NEW_TOKENS)) {
        int first = sequence.prefill(prompt);
        int second = sequence.step(first);
        assertArrayEquals(golden.floats("logits_after_first"), logits(golden, sequence), TOLERANCE);
        List<Integer> ids = new ArrayList<>(List.of(first));
        ids.addAll(greedy(sequence, second, NEW_TOKENS - 1));
        assertEquals(golden.greedyFromPrefill(), ids);
      }
    }
  }

  /** Token by token, where the reference's block lets a token see later ones. */
  @ParameterizedTest
  @MethodSource("cases")
  void aQuestionSeesNoneOfItsLaterTokens(GoldenEviction.Case golden) {
    if (golden.has("question_logits")) {
      long[] prompt = golden.prompt();
      long[] question = golden.question();
      float[] expected = golden.floats("question_logits");
      int width = expected.length / question.length;
      for (int seen = 1; seen <= question.length; seen++) {
        try (DecoderSequence sequence =
            decoder(golden, 512).begin(golden.policy(), prompt, question.length)) {
          sequence.prefill(prompt);
          sequence.prefill(Arrays.copyOf(question, seen));
          float[] ofLast = Arrays.copyOfRange(expected, (seen - 1) * width, seen * width);
          assertArrayEquals(ofLast, logits(golden, sequence), TOLERANCE);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void keepsTheSameOfAPromptInPieces(GoldenEviction.Case golden) {
    long[] prompt = golden.prompt();
    try (DecoderSequence sequence =
        decoder(golden, SMALL_CHUNK).begin(golden.policy(), prompt, 1)) {
      sequence.prefill(prompt);
      assertKept(golden, sequence.kept());
    }
  }

  private static void assertKept(GoldenEviction.Case golden, List<List<List<Integer>>> kept) {
    if (!golden.json().has("kept")) {
      return;
    }
    for (int layer = 0; layer < kept.size(); layer++) {
      for (int head = 0; head < kept.get(layer).size(); head++) {
        Set<Integer> expected = new TreeSet<>(golden.kept().get(layer).get(head));
        Set<Integer> own = new TreeSet<>(kept.get(layer).get(head));
        assertEquals(expected.size(), own.size());
        assertEquals(List.copyOf(own), kept.get(layer).get(head), "ascending");
        Set<Integer> tied = golden.ties().getOrDefault(List.of(layer, head), Set.of());
        expected.removeAll(tied);
        own.removeAll(tied);
        assertEquals(expected, own, "layer " + layer + ", head " + head);
      }
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
