package dev.longspark.engine.decoder;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longspark.engine.Device;
import dev.longspark.engine.ModelShape;
import dev.longspark.engine.Precision;
import dev.longspark.engine.cache.FullCache;
import dev.longspark.engine.checkpoint.Checkpoint;
import dev.longspark.engine.checkpoint.FullPrecision;
import dev.longspark.testing.GoldenModel;
import dev.longspark.testing.GoldenModel.Trace;
import dev.longspark.testing.PlainDecoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class DecoderTest {
  private static final GoldenModel LLAMA = new GoldenModel("llama31-tiny");
  private static final float TOLERANCE = 1e-3f;

  static Stream<GoldenModel> models() {
    return GoldenModel.decoders();
  }

  @ParameterizedTest
  @MethodSource("models")
  void continuesEveryPromptAsTheReferenceDoes(GoldenModel model) {
    for (int chunk : new int[] {1, 7, 64, 512}) {
      try (Decoder decoder = load(model, Precision.FP32, chunk)) {
        for (Trace trace : model.traces()) {
          assertEquals(trace.generated(), generate(decoder, trace), trace.name() + " by " + chunk);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void givesTheReferenceLogitsOfTheLastPosition(GoldenModel model) {
    try (Decoder decoder = load(model, Precision.FP32, 64)) {
      for (Trace trace : model.traces()) {
        try (DecoderSequence sequence = decoder.begin(new FullCache(), trace.prompt().size())) {
          sequence.prefill(trace.promptIds());
          assertLogits(model.expected(trace.name() + ".logits_last"), sequence);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void givesTheReferenceLogitsTokenByToken(GoldenModel model) {
    Trace trace = model.trace("p7");
    float[] expected = model.expected("p7.gen_logits_first8");
    try (Decoder decoder = load(model, Precision.FP32, 64);
        DecoderSequence sequence = decoder.begin(new FullCache(), 14)) {
      sequence.prefill(trace.promptIds());
      for (int i = 0; i < 7; i++) {
        int vocabulary = decoder.shape().vocabulary();
        assertLogits(Arrays.copyOfRange(expected, i * vocabulary, (i + 1) * vocabulary), sequence);
        sequence.step(trace.generated().get(i));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void stagesGiveWhatOneProgramGives(GoldenModel model) {
    int layers = Checkpoint.open(model.folder()).shape().layers().size();
    Placement placement =
        new Placement(
            List.of(
                new Placement.Range(Device.cpu(), 0, 1),
                new Placement.Range(Device.cpu(), 1, layers)));
    Checkpoint checkpoint = Checkpoint.open(model.folder());
    try (Decoder decoder =
        Decoder.load(checkpoint, new FullPrecision(Precision.FP32), placement, 64)) {
      Trace trace = model.trace("p63");
      assertEquals(trace.generated(), generate(decoder, trace));
    }
  }

  @ParameterizedTest
  @EnumSource
  void countsBytesFromItsTensors(Precision precision) {
    for (GoldenModel model : models().toList()) {
      try (Decoder decoder = load(model, precision, 64);
          DecoderSequence sequence = decoder.begin(new FullCache(), 100)) {
        ModelShape shape = decoder.shape();
        assertEquals(shape.weightBytes(precision), decoder.weightBytes());
        assertEquals(new FullCache().bytes(shape, precision, 100, 0), sequence.cacheBytes());
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"FP16", "BF16"})
  void halfPrecisionStaysNearTheReference(Precision precision) {
    for (GoldenModel model : models().toList()) {
      try (Decoder decoder = load(model, precision, 64);
          DecoderSequence sequence = decoder.begin(new FullCache(), 200)) {
        sequence.prefill(model.trace("p200").promptIds());
        assertArrayEquals(
            model.expected("p200.logits_last"), logits(sequence), tolerance(precision));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void agreesWithPlainJavaOnAnotherPrompt(GoldenModel model) {
    Random random = new Random(7);
    List<Integer> ids = random.ints(90, 0, 400).boxed().toList();
    try (Decoder decoder = load(model, Precision.FP32, 32);
        DecoderSequence sequence = decoder.begin(new FullCache(), 90)) {
      double[] plain =
          new PlainDecoder(model, decoder.shape().attentions().get(0).rope()).logits(ids);
      sequence.prefill(ids.stream().mapToLong(Integer::longValue).toArray());
      float[] logits = logits(sequence);
      for (int i = 0; i < plain.length; i++) {
        assertEquals(plain[i], logits[i], TOLERANCE, "id " + i);
      }
    }
  }

  @Test
  void keepsInterleavedSequencesApart() {
    Trace a = LLAMA.trace("p7");
    Trace b = LLAMA.trace("p63");
    try (Decoder decoder = load(LLAMA, Precision.FP32, 64);
        DecoderSequence first = decoder.begin(new FullCache(), 39);
        DecoderSequence second = decoder.begin(new FullCache(), 95)) {
      List<Integer> idsA = new ArrayList<>(List.of(first.prefill(a.promptIds())));
      List<Integer> idsB = new ArrayList<>(List.of(second.prefill(b.promptIds())));
      while (idsA.size() < a.generated().size()) {
        idsA.add(first.step(idsA.get(idsA.size() - 1)));
        idsB.add(second.step(idsB.get(idsB.size() - 1)));
      }
      assertEquals(a.generated(), idsA);
      assertEquals(b.generated(), idsB);
    }
  }

  @Test
  void readsAPromptInSeveralCalls() {
    long[] ids = LLAMA.trace("p63").promptIds();
    try (Decoder decoder = load(LLAMA, Precision.FP32, 16);
        DecoderSequence sequence = decoder.begin(new FullCache(), 63)) {
      sequence.prefill(Arrays.copyOf(ids, 40));
      sequence.prefill(Arrays.copyOfRange(ids, 40, 63));
      assertLogits(LLAMA.expected("p63.logits_last"), sequence);
    }
  }

  /** Over a cache with float32 copies for single tokens, and over one too long for them. */
  @ParameterizedTest
  @EnumSource
  void readsSingleTokensAsItReadsAPrompt(Precision precision) {
    long[] ids = LLAMA.trace("p63").promptIds();
    for (int capacity : new int[] {63, 40_000}) {
      try (Decoder decoder = load(LLAMA, precision, 16);
          DecoderSequence sequence = decoder.begin(new FullCache(), capacity)) {
        sequence.prefill(Arrays.copyOf(ids, 40));
        Arrays.stream(ids, 40, 50).forEach(id -> sequence.step((int) id));
        sequence.prefill(Arrays.copyOfRange(ids, 50, 60));
        Arrays.stream(ids, 60, 63).forEach(id -> sequence.step((int) id));
        assertArrayEquals(
            LLAMA.expected("p63.logits_last"), logits(sequence), tolerance(precision));
      }
    }
  }

  @Test
  void rejectsWhatItCannotRead() {
    try (Decoder decoder = load(LLAMA, Precision.FP32, 64);
        DecoderSequence sequence = decoder.begin(new FullCache(), 2)) {
      assertMessage("Invalid token id: 400 (must be from 0 to 399)", () -> sequence.prefill(400));
      assertMessage("Invalid token id: -1", () -> sequence.step(-1));
      assertMessage("Invalid token count: 0", sequence::prefill);
      assertMessage("Invalid token count: 3 after 0", () -> sequence.prefill(1, 2, 3));
    }
  }

  private static void assertMessage(String start, Executable call) {
    String message = assertThrows(IllegalArgumentException.class, call).getMessage();
    assertTrue(message.startsWith(start), message);
  }

  private static float tolerance(Precision precision) {
    return switch (precision) {
      case FP32 -> TOLERANCE;
      case FP16 -> 0.05f;
      case BF16 -> 0.5f;
    };
  }

  private static Decoder load(GoldenModel model, Precision precision, int chunk) {
    Checkpoint checkpoint = Checkpoint.open(model.folder());
    Placement placement = Placement.on(Device.cpu(), checkpoint.shape().layers().size());
    return Decoder.load(checkpoint, new FullPrecision(precision), placement, chunk);
  }

  private static List<Integer> generate(Decoder decoder, Trace trace) {
    int tokens = trace.generated().size();
    List<Integer> ids = new ArrayList<>();
    try (DecoderSequence sequence =
        decoder.begin(new FullCache(), trace.prompt().size() + tokens - 1)) {
      ids.add(sequence.prefill(trace.promptIds()));
      while (ids.size() < tokens) {
        ids.add(sequence.step(ids.get(ids.size() - 1)));
      }
    }
    return ids;
  }

  private static void assertLogits(float[] expected, DecoderSequence sequence) {
    assertArrayEquals(expected, logits(sequence), TOLERANCE);
  }

  private static float[] logits(DecoderSequence sequence) {
    float[] logits = new float[400];
    sequence.best(400).forEach(token -> logits[token.id()] = token.logit());
    return logits;
  }
}
