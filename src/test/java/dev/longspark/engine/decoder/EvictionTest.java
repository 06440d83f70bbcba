package dev.longspark.engine.decoder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longspark.engine.Device;
import dev.longspark.engine.Precision;
import dev.longspark.engine.cache.CacheKinds;
import dev.longspark.engine.cache.CachePolicy;
import dev.longspark.engine.cache.FullCache;
import dev.longspark.engine.cache.KiviCache;
import dev.longspark.engine.cache.QuantizedCache;
import dev.longspark.engine.cache.Storage;
import dev.longspark.engine.checkpoint.Checkpoint;
import dev.longspark.engine.checkpoint.FullPrecision;
import dev.longspark.engine.torchscript.TorchRuntime;
import dev.longspark.testing.GoldenModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every retention promises, with every storage, on one golden decoder. */
class EvictionTest {
  private static final GoldenModel NEMO = new GoldenModel("nemo-tiny");
  private static final int PROMPT = 160;
  private static final int NEW_TOKENS = 12;
  private static final double RAGGED_TOLERANCE = 0.03;
  private static final List<Storage> STORAGES =
      List.of(new FullCache(), new QuantizedCache(4, 12, 5), new KiviCache(4, 12, 24));

  private static final Map<List<Object>, Decoder> DECODERS = new HashMap<>();

  @BeforeAll
  static void useOneThread() {
    TorchRuntime.useThreads(1); // the tensors are too small to be shared out
  }

  @AfterAll
  static void close() {
    DECODERS.values().forEach(Decoder::close);
    DECODERS.clear();
  }

  static Stream<String> kinds() {
    return CacheKinds.retentions().stream().filter(kind -> !kind.equals(CacheKinds.ALL));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void holdsTheBytesThatItPlans(String kind) {
    for (Precision precision : Precision.values()) {
      Decoder decoder = decoder(precision, 2);
      for (Storage store : STORAGES) {
        CachePolicy policy = CacheKinds.policy(kind, Map.of(), store);
        long planned = policy.bytes(decoder.shape(), precision, PROMPT, NEW_TOKENS);
        try (DecoderSequence sequence = decoder.begin(policy, prompt(), NEW_TOKENS)) {
          int next = sequence.prefill(prompt());
          for (int i = 0; i < NEW_TOKENS; i++) {
            double difference = Math.abs(planned - sequence.cacheBytes());
            boolean isRagged = policy.keep().orElseThrow().isRagged();
            assertTrue(
                difference <= (isRagged ? RAGGED_TOLERANCE * planned : 0),
                i + " new tokens, " + policy + ": " + sequence.cacheBytes() + ", not " + planned);
            next = sequence.step(next);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void aRatioOfZeroChangesNothing(String kind) {
    Decoder decoder = decoder(Precision.FP32, 1);
    for (Storage store : STORAGES) {
      CachePolicy policy = CacheKinds.policy(kind, Map.of("ratio", "0"), store);
      assertEquals(generate(decoder, store), generate(decoder, policy), policy.toString());
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void stagesKeepWhatOneKeeps(String kind) {
    CachePolicy policy = CacheKinds.policy(kind, Map.of(), new FullCache());
    Decoder one = decoder(Precision.FP32, 1);
    Decoder two = decoder(Precision.FP32, 2);
    try (DecoderSequence whole = one.begin(policy, prompt(), NEW_TOKENS);
        DecoderSequence split = two.begin(policy, prompt(), NEW_TOKENS)) {
      assertEquals(whole.prefill(prompt()), split.prefill(prompt()));
      assertEquals(whole.kept(), split.kept());
      assertEquals(generate(one, policy), generate(two, policy));
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void thePromptItselfIsReadWithEveryToken(String kind) {
    Decoder decoder = decoder(Precision.FP32, 1);
    CachePolicy policy = CacheKinds.policy(kind, Map.of("ratio", "0.5"), new FullCache());
    assertEquals(firstLogits(decoder, new FullCache()), firstLogits(decoder, policy));
  }

  /** Else the control would say the same of every layer, or of every sample. */
  @Test
  void randomTokensDifferByPromptLayerAndHeadAndComeAgain() {
    CachePolicy policy = CacheKinds.policy("random", Map.of(), new FullCache());
    CachePolicy other = CacheKinds.policy("random", Map.of("seed", "1"), new FullCache());
    long[] swapped = prompt();
    swapped[0]++;
    Decoder decoder = decoder(Precision.FP32, 1);
    List<List<List<Integer>>> kept = kept(decoder, policy, prompt());
    Set<List<Integer>> different = new HashSet<>();
    for (List<List<List<Integer>>> each :
        List.of(kept, kept(decoder, policy, swapped), kept(decoder, other, prompt()))) {
      each.forEach(different::addAll);
    }
    assertEquals(3 * kept.size() * kept.get(0).size(), different.size());
    assertEquals(kept, kept(decoder, policy, prompt()));
  }

  private static List<List<List<Integer>>> kept(
      Decoder decoder, CachePolicy policy, long[] prompt) {
    try (DecoderSequence sequence = decoder.begin(policy, prompt, 1)) {
      sequence.prefill(prompt);
      return sequence.kept();
    }
  }

  @Test
  void refusesAPromptThatIsTooShortOrNotTheOneAnnounced() {
    CachePolicy policy = CacheKinds.policy("streamingllm", Map.of(), new FullCache());
    Decoder decoder = decoder(Precision.FP32, 1);
    assertFault(
        "Cannot keep 4 of 8 tokens by StreamingLlm[sinks=4]: at least 5 must stay (with a longer"
            + " prompt, a smaller ratio or less that always stays)",
        () -> decoder.begin(policy, new long[8], 1));
    try (DecoderSequence sequence = decoder.begin(policy, new long[20], 1)) {
      assertFault(
          "Invalid first pass: 7 tokens (must be the 20 announced)",
          () -> sequence.prefill(new long[7]));
    }
  }

  private static void assertFault(String message, Runnable action) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, action::run).getMessage());
  }

  private static List<TokenLogit> firstLogits(Decoder decoder, CachePolicy policy) {
    try (DecoderSequence sequence = decoder.begin(policy, prompt(), 0)) {
      sequence.prefill(prompt());
      return sequence.best(Integer.MAX_VALUE);
    }
  }

  private static List<TokenLogit> generate(Decoder decoder, CachePolicy policy) {
    List<TokenLogit> best = new ArrayList<>();
    try (DecoderSequence sequence = decoder.begin(policy, prompt(), NEW_TOKENS)) {
      int next = sequence.prefill(prompt());
      for (int i = 0; i < NEW_TOKENS; i++) {
        next = sequence.step(next);
        best.addAll(sequence.best(5));
      }
    }
    return best;
  }

  private static long[] prompt() {
    long[] ids = new long[PROMPT];
    Arrays.setAll(ids, i -> (i * 37L + 11) % 397);
    return ids;
  }

  private static Decoder decoder(Precision precision, int stages) {
    return DECODERS.computeIfAbsent(List.of(precision, stages), key -> load(precision, stages));
  }

  private static Decoder load(Precision precision, int stages) {
    Checkpoint checkpoint = Checkpoint.open(NEMO.folder());
    List<Device> devices = Collections.nCopies(stages, Device.cpu());
    Placement placement =
        Placement.spread(checkpoint.model(), new FullPrecision(precision), devices);
    return Decoder.load(checkpoint, new FullPrecision(precision), placement, 64);
  }
}
