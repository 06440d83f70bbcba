package dev.longspark.engine.decoder;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.longspark.engine.Device;
import dev.longspark.engine.ModelShape;
import dev.longspark.engine.Precision;
import dev.longspark.engine.cache.FullCache;
import dev.longspark.engine.cache.KiviCache;
import dev.longspark.engine.cache.KvCache;
import dev.longspark.engine.cache.QuantizedCache;
import dev.longspark.engine.cache.Storage;
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

/** A token that halts at every attention, where somebody else computes it, passes as any other. */
class HaltingTokenTest {
  private static final float TOLERANCE = 1e-4f;
  private static final int STEPS = 6;

  static Stream<GoldenModel> models() {
    return GoldenModel.decoders();
  }

  @ParameterizedTest
  @MethodSource("models")
  void givesTheStatesOfAWholePass(GoldenModel model) {
    long[] prompt = model.trace("p7").promptIds();
    ModelShape shape = Checkpoint.shapeOf(model.folder());
    for (Storage policy :
        List.of(new FullCache(), new QuantizedCache(4, 2, 4), new KiviCache(4, 2, 8))) {
      try (Stage stage = load(model);
          KvCache whole = KvCache.open(stage.program(), policy, prompt.length + STEPS);
          KvCache halting = KvCache.open(stage.program(), policy, prompt.length + STEPS);
          Tensor ids = Tensor.ofLongs(prompt, prompt.length)) {
        stage.program().run("prefill", whole.sequence(), ids);
        stage.program().run("prefill", halting.sequence(), ids);
        for (int i = 0; i < STEPS; i++) {
          float[] expected = wholePass(stage, whole, i);
          String place = policy + ", token " + i + " of " + shape.layers().size() + " layers";
          assertArrayEquals(expected, halting(stage, halting, i), TOLERANCE, place);
        }
        assertEquals(whole.bytes(), halting.bytes());
      }
    }
  }

  private static float[] wholePass(Stage stage, KvCache cache, int id) {
    try (Tensor hidden = embedded(stage, id);
        Tensor states =
            stage.program().callTensor("layers", cache.sequence(), hidden, 0, stage.layers())) {
      return states.toFloatArray();
    }
  }

  private static float[] halting(Stage stage, KvCache cache, int id) {
    ScriptProgram program = stage.program();
    try (ScriptProgram probe = ScriptProgram.load("attention_probe", Device.cpu());
        Tensor hidden = embedded(stage, id);
        ScriptValue exchange = program.call("exchange")) {
      List<Tensor> places = tensors(exchange);
      program.run("begin_halting", cache.sequence(), hidden);
      for (int i = 0; program.callBoolean("go_on", cache.sequence(), i); i++) {
        try (ScriptValue cached = program.call("cached", cache.sequence(), i)) {
          List<Tensor> tokens = tensors(cached);
          probe.run("answer", places, tokens.get(0), tokens.get(1));
          tokens.forEach(Tensor::close);
        }
      }
      places.forEach(Tensor::close);
      try (Tensor states = program.callTensor("halting", cache.sequence())) {
        return states.toFloatArray();
      }
    }
  }

  private static Tensor embedded(Stage stage, int id) {
    try (Tensor ids = Tensor.ofLongs(new long[] {id}, 1)) {
      return stage.program().callTensor("embed", ids);
    }
  }

  private static List<Tensor> tensors(ScriptValue parts) {
    return parts.parts().stream()
        .map(
            part -> {
              try (part) {
                return part.toTensor();
              }
            })
        .toList();
  }

  private static Stage load(GoldenModel model) {
    Checkpoint checkpoint = Checkpoint.open(model.folder());
    Placement.Range all = new Placement.Range(Device.cpu(), 0, checkpoint.shape().layers().size());
    return Stage.load(checkpoint, new FullPrecision(Precision.FP32), all, 4);
  }
}
