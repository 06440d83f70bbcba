package dev.longspark.engine.decoder;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.longspark.engine.Device;
import dev.longspark.engine.Precision;
import dev.longspark.engine.cache.FullCache;
import dev.longspark.engine.cache.KvCache;
import dev.longspark.engine.checkpoint.Checkpoint;
import dev.longspark.engine.checkpoint.FullPrecision;
import dev.longspark.engine.torchscript.ScriptProgram;
import dev.longspark.engine.torchscript.ScriptValue;
import dev.longspark.engine.torchscript.Tensor;
import dev.longspark.testing.GoldenModel;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StageTest {
  private static final float TOLERANCE = 1e-3f;

  static Stream<GoldenModel> models() {
    return GoldenModel.decoders();
  }

  @ParameterizedTest
  @MethodSource("models")
  void everyLayerGivesTheReferenceStates(GoldenModel model) {
    long[] ids = model.trace("p7").promptIds();
    try (Stage stage = load(model);
        KvCache cache = KvCache.open(stage.program(), new FullCache(), 7);
        Tensor tensor = Tensor.ofLongs(ids, ids.length);
        Tensor hidden = stage.program().callTensor("embed", tensor)) {
      assertArrayEquals(model.expected("p7.hidden_embed"), hidden.toFloatArray(), TOLERANCE);
      for (int i = 0; i < stage.layers(); i++) {
        stage.program().run("layers", cache.sequence(), hidden, i, i + 1);
        assertArrayEquals(
            model.expected("p7.hidden_after_layer" + i),
            hidden.toFloatArray(),
            TOLERANCE,
            "layer " + i);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void cachesTheReferenceKeysAndValues(GoldenModel model) {
    long[] ids = model.trace("p7").promptIds();
    try (Stage stage = load(model);
        KvCache cache = KvCache.open(stage.program(), new FullCache(), 20);
        Tensor tensor = Tensor.ofLongs(ids, ids.length)) {
      stage.program().run("prefill", cache.sequence(), tensor);
      List<float[]> cached = cached(stage.program(), cache);
      assertArrayEquals(model.expected("p7.key_cache_layer0"), cached.get(0), TOLERANCE);
      assertArrayEquals(model.expected("p7.value_cache_layer0"), cached.get(1), TOLERANCE);
    }
  }

  private static List<float[]> cached(ScriptProgram program, KvCache cache) {
    try (ScriptValue value = program.call("cached", cache.sequence(), 0)) {
      return value.parts().stream().map(StageTest::floats).toList();
    }
  }

  private static float[] floats(ScriptValue part) {
    try (part;
        Tensor tensor = part.toTensor()) {
      return tensor.toFloatArray();
    }
  }

  private static Stage load(GoldenModel model) {
    Checkpoint checkpoint = Checkpoint.open(model.folder());
    Placement.Range all = new Placement.Range(Device.cpu(), 0, checkpoint.shape().layers().size());
    return Stage.load(checkpoint, new FullPrecision(Precision.FP32), all, 4);
  }
}
