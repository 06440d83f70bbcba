package dev.longspark.engine.decoder;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longspark.engine.Device;
import dev.longspark.engine.ModelShape;
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
import dev.longspark.testing.GoldenModel.Trace;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Caches of layers that look back at 64 tokens, with prompts of up to 200. */
class WindowCacheTest {
  private static final int WINDOW = 64;

  /** Groups of a head, and residuals shorter and longer than the window. */
  private static final List<Storage> EIGHT_BITS =
      List.of(
          new QuantizedCache(8, 16, 8),
          new QuantizedCache(8, 8, 100),
          new KiviCache(8, 16, 16),
          new KiviCache(8, 8, 96));

  private static final float EIGHT_BIT_TOLERANCE = 0.15f;

  @BeforeAll
  static void useOneThread() {
    TorchRuntime.useThreads(1);
  }

  static Stream<GoldenModel> models() {
    return Stream.of("mistral-window-tiny", "qwen2-window-tiny", "gemma2-tiny", "cohere2-tiny")
        .map(GoldenModel::new);
  }

  @ParameterizedTest
  @MethodSource("models")
  void eightBitsStayNearTheReferenceWhileTokensLeaveTheWindow(GoldenModel model) {
    try (Decoder decoder = load(model, Precision.FP32, 48)) {
      Trace trace = model.trace("p65");
      float[] expected = lastLogits(decoder, trace, new FullCache());
      for (Storage store : EIGHT_BITS) {
        float[] logits = lastLogits(decoder, trace, store);
        assertArrayEquals(expected, logits, EIGHT_BIT_TOLERANCE, store.toString());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void holdsTheBytesThatItPlansAndNoMoreThanWindows(GoldenModel model) {
    try (Decoder decoder = load(model, Precision.FP16, 48)) {
      ModelShape shape = decoder.shape();
      List<Storage> stores = new ArrayList<>(EIGHT_BITS);
      stores.add(new FullCache());
      for (Storage store : stores) {
        for (int prompt : new int[] {9, 63, 64, 200}) {
          int later = 30;
          long planned = store.bytes(shape, Precision.FP16, prompt, later);
          try (DecoderSequence sequence = decoder.begin(store, prompt + later)) {
            assertEquals(planned, sequence.cacheBytes(), "opened " + store);
            int next = sequence.prefill(new long[prompt]);
            for (int i = 0; i < later; i++) {
              assertEquals(planned, sequence.cacheBytes(), i + " new tokens, " + store);
              next = sequence.step(next);
            }
          }
        }
      }
    }
  }

  @Test
  void plansWindowsAndNotThePrompt() {
    ModelShape shape = Checkpoint.open(new GoldenModel("gemma3-tiny").folder()).shape();
    long ofToken = 2L * 2 * 16 * Precision.FP16.bytes();

    assertEquals(
        ofToken * (3 * WINDOW + 100_000), new FullCache().bytes(shape, Precision.FP16, 100_000, 0));
  }

  /** One layer of qwen2-window sees everything; the others keep their windows. */
  @Test
  void onlyLayersThatSeeEverythingDropTokens() {
    GoldenModel model = new GoldenModel("qwen2-window-tiny");
    CachePolicy policy =
        CacheKinds.policy("streamingllm", Map.of("ratio", "0.5", "sinks", "4"), new FullCache());
    long[] ids = model.trace("p200").promptIds();
    try (Decoder decoder = load(model, Precision.FP32, 48);
        DecoderSequence sequence = decoder.begin(policy, ids, 5)) {
      sequence.prefill(ids);
      sequence.step(1);

      assertEquals(List.of(100), sequence.keptCounts());
      assertEquals(policy.bytes(decoder.shape(), Precision.FP32, 200, 5), sequence.cacheBytes());
      assertEquals(105 * 128 + 2 * WINDOW * 128, sequence.cacheBytes());
    }
  }

  @Test
  void refusesToDropWhereEveryLayerKeepsAWindow() {
    GoldenModel model = new GoldenModel("mistral-window-tiny");
    Map<String, String> settings = Map.of("ratio", "0.5", "sinks", "4");
    try (Decoder decoder = load(model, Precision.FP32, 48)) {
      long[] ids = model.trace("p65").promptIds();
      CachePolicy policy = CacheKinds.policy("streamingllm", settings, new FullCache());
      CachePolicy moved = CacheKinds.policy("streamingllm-rerotated", settings, new FullCache());

      assertMessage("Cannot drop tokens by", () -> decoder.begin(policy, ids, 5));
      assertMessage("Cannot move what streamingllm keeps", () -> decoder.begin(moved, ids, 5));
      decoder.begin(policy, new long[50], 5).close(); // within the window
    }
  }

  private static void assertMessage(String start, Executable executable) {
    String message = assertThrows(IllegalArgumentException.class, executable).getMessage();
    assertTrue(message.startsWith(start), message);
  }

  private static float[] lastLogits(Decoder decoder, Trace trace, Storage store) {
    int tokens = trace.prompt().size() + 2 * trace.generated().size();
    float[] logits = new float[400];
    try (DecoderSequence sequence = decoder.begin(store, tokens)) {
      sequence.prefill(trace.promptIds());
      trace.generated().forEach(sequence::step);
      sequence.prefill(trace.generated().stream().mapToLong(Integer::longValue).toArray());
      sequence.best(logits.length).forEach(best -> logits[best.id()] = best.logit());
    }
    return logits;
  }

  private static Decoder load(GoldenModel model, Precision precision, int chunk) {
    Checkpoint checkpoint = Checkpoint.open(model.folder());
    Placement placement = Placement.on(Device.cpu(), checkpoint.shape().layers().size());
    return Decoder.load(checkpoint, new FullPrecision(precision), placement, chunk);
  }
}
