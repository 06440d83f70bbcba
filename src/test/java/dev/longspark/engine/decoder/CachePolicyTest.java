package dev.longspark.engine.decoder;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longspark.engine.AttentionShape;
import dev.longspark.engine.Device;
import dev.longspark.engine.ModelShape;
import dev.longspark.engine.Precision;
import dev.longspark.engine.cache.FullCache;
import dev.longspark.engine.cache.KiviCache;
import dev.longspark.engine.cache.QuantizedCache;
import dev.longspark.engine.cache.Storage;
import dev.longspark.engine.checkpoint.Checkpoint;
import dev.longspark.engine.checkpoint.FullPrecision;
import dev.longspark.engine.torchscript.TorchRuntime;
import dev.longspark.testing.GoldenModel;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every cache policy promises, on every golden decoder. */
class CachePolicyTest {
  private static final GoldenModel LLAMA = new GoldenModel("llama31-tiny");
  private static final int NEW_TOKENS = 12;

  /** A code is off by up to 1/510 of its group's range. */
  private static final float EIGHT_BIT_TOLERANCE = 0.1f;

  @BeforeAll
  static void useOneThread() {
    TorchRuntime.useThreads(1); // the tensors are too small to be shared out
  }

  static Stream<GoldenModel> models() {
    return GoldenModel.decoders();
  }

  @ParameterizedTest
  @MethodSource("models")
  void readsAPromptAsTheFullCacheDoes(GoldenModel model) {
    for (int chunk : new int[] {13, 512}) {
      try (Decoder decoder = load(model, Precision.FP32, chunk)) {
        List<TokenLogit> expected = firstLogits(decoder, model, new FullCache());
        for (Storage policy : policies(decoder.shape())) {
          assertEquals(expected, firstLogits(decoder, model, policy), policy.toString());
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void chunksOfThePromptChangeNothingLater(GoldenModel model) {
    try (Decoder whole = load(model, Precision.FP32, 512);
        Decoder pieces = load(model, Precision.FP32, 13)) {
      for (Storage policy : policies(whole.shape())) {
        assertEquals(generate(whole, model, policy), generate(pieces, model, policy));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void eightBitsStayNearFullPrecision(GoldenModel model) {
    try (Decoder decoder = load(model, Precision.FP32, 64)) {
      List<Integer> ids = generate(decoder, model, new FullCache());
      float[] expected = lastLogits(decoder, model, new FullCache(), ids);
      int group = group(decoder.shape());
      for (Storage policy :
          List.of(new QuantizedCache(8, group, 8), new KiviCache(8, group, 4 * group))) {
        float[] logits = lastLogits(decoder, model, policy, ids);
        assertArrayEquals(expected, logits, EIGHT_BIT_TOLERANCE, policy.toString());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void holdsTheBytesThatItPlans(GoldenModel model) {
    for (Precision precision : Precision.values()) {
      try (Decoder decoder = load(model, precision, 64)) {
        for (Storage policy : policies(decoder.shape())) {
          for (int prompt : new int[] {1, 9, 63}) {
            int capacity = prompt + NEW_TOKENS;
            long planned = policy.bytes(decoder.shape(), precision, prompt, NEW_TOKENS);
            try (DecoderSequence sequence = decoder.begin(policy, capacity)) {
              assertEquals(planned, sequence.cacheBytes(), "opened " + policy);
              int next = sequence.prefill(new long[prompt]);
              for (int i = 0; i < NEW_TOKENS; i++) {
                assertEquals(planned, sequence.cacheBytes(), i + " new tokens, " + policy);
                next = sequence.step(next);
              }
            }
          }
        }
      }
    }
  }

  @Test
  void aClosedCacheIsGone() {
    try (Decoder decoder = load(LLAMA, Precision.FP32, 64)) {
      for (Storage policy : policies(decoder.shape())) {
        DecoderSequence sequence = decoder.begin(policy, 8);
        sequence.close();
        assertThrows(IllegalStateException.class, sequence::cacheBytes);
      }
    }
  }

  @Test
  void refusesAModelWhoseGroupsDoNotComeOutEven() {
    try (Decoder decoder = load(LLAMA, Precision.FP32, 64)) {
      assertFault(
          "Cannot keep a quantized cache with group size 64: a layer has 2 key-value heads of width"
              + " 12, 24 keys per token (must be a multiple of the group size)",
          decoder,
          QuantizedCache.DEFAULT);
      assertFault(
          "Cannot keep a KIVI cache with group size 32: a layer has heads of width 12 (must be a"
              + " multiple of the group size)",
          decoder,
          KiviCache.DEFAULT);
    }
  }

  private static void assertFault(String message, Decoder decoder, Storage policy) {
    IllegalArgumentException fault =
        assertThrows(IllegalArgumentException.class, () -> decoder.begin(policy, 8));
    assertEquals(message, fault.getMessage());
  }

  /** Groups within one head, over heads where they fit, and flushes during the test. */
  private static List<Storage> policies(ModelShape shape) {
    int head = group(shape);
    List<Storage> policies = new ArrayList<>();
    policies.add(new QuantizedCache(4, head, 128));
    policies.add(new QuantizedCache(4, head, 5));
    policies.add(new QuantizedCache(8, head, 1));
    policies.add(new KiviCache(4, head, 128 / head * head));
    policies.add(new KiviCache(8, head, head));
    Storage across = new QuantizedCache(4, 2 * headDim(shape), 7);
    if (fits(across, shape)) {
      policies.add(across);
    }
    assertTrue(policies.stream().allMatch(policy -> fits(policy, shape)));
    return policies;
  }

  private static boolean fits(Storage policy, ModelShape shape) {
    try {
      policy.requireFits(shape);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static int group(ModelShape shape) {
    return headDim(shape) / 2;
  }

  private static int headDim(ModelShape shape) {
    return shape.layers().stream()
        .map(layer -> layer.attention())
        .filter(AttentionShape.Full.class::isInstance)
        .map(AttentionShape.Full.class::cast)
        .findFirst()
        .orElseThrow()
        .headDim();
  }

  private static List<TokenLogit> firstLogits(Decoder decoder, GoldenModel model, Storage policy) {
    long[] prompt = model.trace("p63").promptIds();
    try (DecoderSequence sequence = decoder.begin(policy, prompt.length)) {
      sequence.prefill(prompt);
      return sequence.best(decoder.shape().vocabulary());
    }
  }

  private static float[] lastLogits(
      Decoder decoder, GoldenModel model, Storage policy, List<Integer> ids) {
    long[] prompt = model.trace("p63").promptIds();
    float[] logits = new float[decoder.shape().vocabulary()];
    try (DecoderSequence sequence = decoder.begin(policy, prompt.length + ids.size())) {
      sequence.prefill(prompt);
      ids.forEach(sequence::step);
      sequence.best(logits.length).forEach(best -> logits[best.id()] = best.logit());
    }
    return logits;
  }

  private static List<Integer> generate(Decoder decoder, GoldenModel model, Storage policy) {
    long[] prompt = model.trace("p63").promptIds();
    List<Integer> ids = new ArrayList<>();
    try (DecoderSequence sequence = decoder.begin(policy, prompt.length + NEW_TOKENS)) {
      int next = sequence.prefill(prompt);
      for (int i = 0; i < NEW_TOKENS; i++) {
        ids.add(next);
        next = sequence.step(next);
      }
    }
    return ids;
  }

  private static Decoder load(GoldenModel model, Precision precision, int chunk) {
    Checkpoint checkpoint = Checkpoint.open(model.folder());
    Placement placement = Placement.on(Device.cpu(), checkpoint.shape().layers().size());
    return Decoder.load(checkpoint, new FullPrecision(precision), placement, chunk);
  }
}
