package dev.longspark.engine.decoder;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.longspark.engine.Device;
import dev.longspark.engine.Precision;
import dev.longspark.engine.cache.CachePolicy;
import dev.longspark.engine.cache.KvCache;
import dev.longspark.engine.checkpoint.Checkpoint;
import dev.longspark.engine.checkpoint.FullPrecision;
import dev.longspark.engine.torchscript.ScriptValue;
import dev.longspark.engine.torchscript.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is kept is moved and packed as the published implementations do. */
class GoldenEvictionStateTest {
  private static final float TOLERANCE = 1e-4f;
  private static final int LATER = 40;
  private static final int LAYERS = 2;

  static Stream<GoldenEviction.Case> moved() {
    return GoldenEviction.cases().filter(each -> each.has("cache_keys"));
  }

  static Stream<GoldenEviction.Case> quantized() {
    return GoldenEviction.cases()
        .filter(GoldenEviction.Case::isQuantized)
        .filter(each -> each.has("L0.k.codes"));
  }

  @ParameterizedTest
  @MethodSource("moved")
  void keysMoveTogether(GoldenEviction.Case golden) {
    List<float[]> keys = new ArrayList<>();
    for (List<float[]> layer : cached(golden)) {
      keys.add(layer.get(0));
    }
    assertArrayEquals(golden.floats("cache_keys"), joined(keys), TOLERANCE);
  }

  /** Chosen in full precision, quantized once. */
  @ParameterizedTest
  @MethodSource("quantized")
  void whatIsKeptIsPackedOnce(GoldenEviction.Case golden) {
    List<List<float[]>> layers = cached(golden);
    for (int layer = 0; layer < layers.size(); layer++) {
      for (int part = 0; part < 2; part++) {
        String name = List.of("k", "v").get(part);
        assertArrayEquals(
            golden.dequantized(layer, name), layers.get(layer).get(part), TOLERANCE, name + layer);
      }
    }
  }

  /** Keys and values of each layer once the prompt is read. */
  private static List<List<float[]>> cached(GoldenEviction.Case golden) {
    long[] prompt = golden.prompt();
    CachePolicy policy = golden.policy();
    List<Integer> kept = policy.kept(LAYERS, prompt.length);
    Checkpoint checkpoint = Checkpoint.open(golden.file().model().folder());
    Placement.Range all = new Placement.Range(Device.cpu(), 0, LAYERS);
    List<List<float[]>> layers = new ArrayList<>();
    try (Stage stage = Stage.load(checkpoint, new FullPrecision(Precision.FP32), all, 512);
        KvCache cache =
            KvCache.open(stage.program(), policy, kept, prompt, 0, prompt.length + LATER);
        Tensor ids = Tensor.ofLongs(prompt, prompt.length)) {
      stage.program().run("prefill", cache.sequence(), ids);
      assertEquals(LAYERS, stage.attentions());
      for (int layer = 0; layer < LAYERS; layer++) {
        List<float[]> pair = new ArrayList<>();
        try (ScriptValue cached = stage.program().call("cached", cache.sequence(), layer)) {
          for (ScriptValue part : cached.parts()) {
            try (part;
                Tensor tensor = part.toTensor()) {
              pair.add(tensor.toFloatArray());
            }
          }
        }
        layers.add(pair);
      }
    }
    return layers;
  }

  private static float[] joined(List<float[]> parts) {
    float[] joined = new float[parts.stream().mapToInt(part -> part.length).sum()];
    int end = 0;
    for (float[] part : parts) {
      System.arraycopy(part, 0, joined, end, part.length);
      end += part.length;
    }
    return joined;
  }
}
