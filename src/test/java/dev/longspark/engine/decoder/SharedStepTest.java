package dev.longspark.engine.decoder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

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
import dev.longspark.testing.GoldenModel.Trace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Sequences that step together say in float32 what each says alone, whatever they are made of. */
class SharedStepTest {
  private static final int NEW_TOKENS = 6;
  private static final int ANNOUNCED = 31;

  @BeforeAll
  static void useOneThread() {
    TorchRuntime.useThreads(1);
  }

  static Stream<GoldenModel> models() {
    return Stream.concat(GoldenModel.decoders(), GoldenModel.families());
  }

  /**
   * Prompts of different lengths, of which the second joins late and ends last. Rotations may
   * depend on the length that is announced.
   */
  @ParameterizedTest
  @MethodSource("models")
  void everyFamilyContinuesAsTheReferenceDoes(GoldenModel model) {
    List<Trace> traces =
        model.traces().stream().filter(trace -> trace.prompt().size() <= 200).toList();
    int stages = model.folder().getParent().endsWith("models") ? 2 : 1;
    try (Decoder decoder = load(model, stages)) {
      assertEquals(
          traces.stream().map(trace -> trace.generated().subList(0, NEW_TOKENS)).toList(),
          generate(decoder, new FullCache(), traces.stream().map(Trace::promptIds).toList()));
    }
  }

  /** Every retention and every storage; some keep another number of tokens in each head. */
  @Test
  void everyCacheIsItsOwnSequences() {
    List<long[]> prompts = List.of(prompt(150, 37), prompt(170, 41), prompt(140, 43));
    List<Storage> stores =
        List.of(new FullCache(), new QuantizedCache(4, 12, 5), new KiviCache(4, 12, 24));
    try (Decoder decoder = load(new GoldenModel("nemo-tiny"), 1)) {
      for (String kind : CacheKinds.retentions()) {
        boolean any = List.of(CacheKinds.ALL, "adakv-snapkv").contains(kind);
        for (Storage store : any ? stores : stores.subList(0, 1)) {
          CachePolicy policy = CacheKinds.policy(kind, Map.of(), store);
          List<List<Integer>> alone =
              prompts.stream()
                  .map(prompt -> generate(decoder, policy, List.of(prompt)).get(0))
                  .toList();
          assertEquals(alone, generate(decoder, policy, prompts), policy.toString());
        }
      }
    }
  }

  @Test
  void refusesATokenBeforeThePromptAndOneForNobody() {
    try (Decoder decoder = load(new GoldenModel("nemo-tiny"), 1);
        DecoderSequence ready = decoder.begin(new FullCache(), 5);
        DecoderSequence fresh = decoder.begin(new FullCache(), 5)) {
      ready.prefill(1, 2, 3);
      assertFault(
          "Cannot step together with others before the prompt",
          () -> decoder.step(List.of(ready, fresh), new int[] {1, 2}));
      assertFault(
          "Invalid step: 2 ids for 1 sequences",
          () -> decoder.step(List.of(ready), new int[] {1, 2}));
      assertEquals(3, ready.position());
    }
  }

  private static void assertFault(String message, Runnable action) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, action::run).getMessage());
  }

  /** The prompt at index 1 is read when the others have three new tokens. */
  private static List<List<Integer>> generate(
      Decoder decoder, CachePolicy policy, List<long[]> prompts) {
    List<DecoderSequence> all = new ArrayList<>();
    List<List<Integer>> ids = new ArrayList<>();
    try {
      for (long[] prompt : prompts) {
        all.add(decoder.begin(policy, prompt, ANNOUNCED));
        ids.add(new ArrayList<>());
      }
      for (int pass = 0; pass < NEW_TOKENS + 3; pass++) {
        for (int i = 0; i < prompts.size(); i++) {
          if (pass == (i == 1 ? 3 : 0)) {
            ids.get(i).add(all.get(i).prefill(prompts.get(i)));
          }
        }
        step(decoder, all, ids);
      }
    } finally {
      all.forEach(DecoderSequence::close);
    }
    return ids;
  }

  private static void step(Decoder decoder, List<DecoderSequence> all, List<List<Integer>> ids) {
    int[] live =
        IntStream.range(0, all.size())
            .filter(i -> !ids.get(i).isEmpty() && ids.get(i).size() < NEW_TOKENS)
            .toArray();
    if (live.length > 0) {
      int[] last = Arrays.stream(live).map(i -> ids.get(i).get(ids.get(i).size() - 1)).toArray();
      int[] next = decoder.step(Arrays.stream(live).mapToObj(all::get).toList(), last);
      for (int i = 0; i < live.length; i++) {
        ids.get(live[i]).add(next[i]);
      }
    }
  }

  private static long[] prompt(int tokens, long factor) {
    long[] ids = new long[tokens];
    Arrays.setAll(ids, i -> (i * factor + 11) % 397);
    return ids;
  }

  private static Decoder load(GoldenModel model, int stages) {
    Checkpoint checkpoint = Checkpoint.open(model.folder());
    FullPrecision format = new FullPrecision(Precision.FP32);
    List<Device> devices = Collections.nCopies(stages, Device.cpu());
    return Decoder.load(
        checkpoint, format, Placement.spread(checkpoint.model(), format, devices), 64);
  }
}
