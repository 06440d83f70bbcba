package dev.longspark.engine.decoder;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.longspark.engine.Device;
import dev.longspark.engine.Precision;
import dev.longspark.engine.cache.FullCache;
import dev.longspark.engine.checkpoint.Checkpoint;
import dev.longspark.engine.checkpoint.FullPrecision;
import dev.longspark.engine.family.DecoderModel;
import dev.longspark.engine.family.JsonObject;
import dev.longspark.testing.GoldenModel;
import dev.longspark.testing.GoldenModel.Trace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every family as Hugging Face transformers 5.18 computes it, in float32. */
class GoldenFamiliesTest {
  private static final float TOLERANCE = 1e-3f;

  static Stream<GoldenModel> models() {
    return GoldenModel.families();
  }

  /** What a model is computed from is the same, so what is computed is too. */
  @ParameterizedTest
  @MethodSource("models")
  void readsTheKeysOfOlderFilesAsThoseOfToday(GoldenModel model) {
    JsonObject legacy = JsonObject.read(model.folder().resolve("config.legacy.json"));

    assertEquals(Checkpoint.open(model.folder()).shape(), DecoderModel.of(legacy).shape());
  }

  /**
   * By chunks that lie across windows. Rotations that depend on the length are those of the prompt
   * alone where no token follows.
   */
  @ParameterizedTest
  @MethodSource("models")
  void readsAndContinuesEveryPromptAsTheReferenceDoes(GoldenModel model) {
    try (Decoder decoder = load(model, 48, 1)) {
      for (Trace trace : model.traces()) {
        try (DecoderSequence sequence = decoder.begin(new FullCache(), trace.prompt().size())) {
          sequence.prefill(trace.promptIds());
          assertArrayEquals(
              model.expected(trace.name() + ".logits_last"), logits(sequence), TOLERANCE);
        }
        assertEquals(trace.generated(), generate(decoder, trace), trace.name());
      }
    }
  }

  /** By whole prompts, over two stages, and by a prompt that comes in pieces. */
  @ParameterizedTest
  @MethodSource("models")
  void stagesAndPiecesGiveWhatTheReferenceGives(GoldenModel model) {
    try (Decoder decoder = load(model, 1024, 2)) {
      for (Trace trace : model.traces()) {
        assertEquals(trace.generated(), generate(decoder, trace), trace.name());
      }
      long[] ids = model.trace("p200").promptIds();
      try (DecoderSequence sequence = decoder.begin(new FullCache(), ids.length)) {
        sequence.prefill(Arrays.copyOf(ids, 90));
        sequence.prefill(Arrays.copyOfRange(ids, 90, 180));
        Arrays.stream(ids, 180, 200).forEach(id -> sequence.step((int) id));
        assertArrayEquals(model.expected("p200.logits_last"), logits(sequence), TOLERANCE);
      }
    }
  }

  /** Of the longest sequence that the reference had read when it told them. */
  @ParameterizedTest
  @MethodSource("models")
  void turnsChannelsByTheReferencesFrequencies(GoldenModel model) {
    List<float[]> own =
        Checkpoint.shapeOf(model.folder()).ropes().stream()
            .filter(rope -> rope.channels() > 0)
            .map(rope -> rope.inverseFrequencies(700 + 31))
            .toList();
    List<String> names =
        own.size() == 1
            ? List.of("rope.inv_freq")
            : List.of("rope.sliding_attention_inv_freq", "rope.full_attention_inv_freq");
    for (int i = 0; i < own.size(); i++) {
      float[] expected = model.expected(names.get(i));
      assertEquals(expected.length, own.get(i).length);
      for (int j = 0; j < expected.length; j++) {
        assertEquals(1, own.get(i)[j] / expected[j], 1e-6, names.get(i) + " " + j);
      }
    }
  }

  /** One is within the model's original context, the other is stretched. */
  @Test
  void samplesThatAreInterleavedKeepTheirOwnRotations() {
    GoldenModel model = new GoldenModel("llama-dynamic-tiny");
    Trace near = model.trace("p7");
    Trace far = model.trace("p200");
    try (Decoder decoder = load(model, 48, 1);
        DecoderSequence first = decoder.begin(new FullCache(), 7 + 31);
        DecoderSequence second = decoder.begin(new FullCache(), 200 + 31)) {
      List<Integer> nearIds = new ArrayList<>(List.of(first.prefill(near.promptIds())));
      List<Integer> farIds = new ArrayList<>(List.of(second.prefill(far.promptIds())));
      while (nearIds.size() < near.generated().size()) {
        nearIds.add(first.step(nearIds.get(nearIds.size() - 1)));
        farIds.add(second.step(farIds.get(farIds.size() - 1)));
      }
      assertEquals(near.generated(), nearIds);
      assertEquals(far.generated(), farIds);
    }
  }

  /** The reference in half precision is off by up to 0.04 in float16 and 0.5 in bfloat16. */
  @ParameterizedTest
  @MethodSource("models")
  void halfPrecisionStaysNearTheReference(GoldenModel model) {
    for (Precision precision : List.of(Precision.FP16, Precision.BF16)) {
      float tolerance = precision == Precision.FP16 ? 0.1f : 1f;
      try (Decoder decoder = load(model, precision, 48, 1);
          DecoderSequence sequence = decoder.begin(new FullCache(), 200)) {
        assertEquals(
            decoder.shape().weightBytes(precision), decoder.weightBytes(), precision.toString());
        sequence.prefill(model.trace("p200").promptIds());
        assertArrayEquals(model.expected("p200.logits_last"), logits(sequence), tolerance);
      }
    }
  }

  private static Decoder load(GoldenModel model, int chunk, int stages) {
    return load(model, Precision.FP32, chunk, stages);
  }

  private static Decoder load(GoldenModel model, Precision precision, int chunk, int stages) {
    Checkpoint checkpoint = Checkpoint.open(model.folder());
    int layers = checkpoint.shape().layers().size();
    List<Placement.Range> ranges = new ArrayList<>();
    for (int stage = 0; stage < stages; stage++) {
      int end = stage == stages - 1 ? layers : stage + 1;
      ranges.add(new Placement.Range(Device.cpu(), stage, end));
    }
    return Decoder.load(checkpoint, new FullPrecision(precision), new Placement(ranges), chunk);
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

  private static float[] logits(DecoderSequence sequence) {
    float[] logits = new float[400];
    sequence.best(400).forEach(token -> logits[token.id()] = token.logit());
    return logits;
  }
}
