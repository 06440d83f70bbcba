package dev.longspark.engine.decoder;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.longspark.engine.AttentionShape;
import dev.longspark.engine.Device;
import dev.longspark.engine.Precision;
import dev.longspark.engine.cache.FullCache;
import dev.longspark.engine.cache.KvCache;
import dev.longspark.engine.cache.RetentionScores;
import dev.longspark.engine.checkpoint.Checkpoint;
import dev.longspark.engine.checkpoint.FullPrecision;
import dev.longspark.engine.torchscript.ScriptProgram;
import dev.longspark.engine.torchscript.ScriptValue;
import dev.longspark.engine.torchscript.Tensor;
import dev.longspark.engine.torchscript.TorchRuntime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Scores are those of the published implementations, in one pass and in chunks. */
class GoldenScoresTest {
  private static final double TOLERANCE = 2e-4;
  private static final int LAYERS = 2;

  /** Before the safeguard of AdaKV; chunks have none of their own. */
  @Test
  void areTheReferences() {
    TorchRuntime.useThreads(1); // the tensors are too small to be shared out
    Map<List<Object>, List<GoldenEviction.Case>> byPrompt =
        GoldenEviction.cases()
            .filter(golden -> golden.has("scores"))
            .collect(
                Collectors.groupingBy(
                    golden -> List.of(golden.file().name(), golden.isPromptView())));
    assertEquals(4, byPrompt.size());
    byPrompt.values().forEach(GoldenScoresTest::assertScores);
  }

  private static void assertScores(List<GoldenEviction.Case> cases) {
    long[] prompt = cases.get(0).prompt();
    Checkpoint checkpoint = Checkpoint.open(cases.get(0).file().model().folder());
    AttentionShape.Full attention = checkpoint.shape().attentions().get(0);
    Placement.Range all = new Placement.Range(Device.cpu(), 0, LAYERS);
    try (Stage stage = Stage.load(checkpoint, new FullPrecision(Precision.FP32), all, 512);
        KvCache cache = KvCache.open(stage.program(), new FullCache(), prompt.length)) {
      List<ScriptProgram> probes = new ArrayList<>();
      for (int layer = 0; layer < LAYERS; layer++) {
        probes.add(ScriptProgram.load("retention_probe", Device.cpu()));
      }
      try (ScriptProgram answering = ScriptProgram.load("attention_probe", Device.cpu())) {
        for (long id : prompt) {
          pass(stage, cache, id, probes, answering, attention.headDim());
        }
      }
      for (int layer = 0; layer < LAYERS; layer++) {
        List<Tensor> kept = tensors(stage.program().call("cached", cache.sequence(), layer));
        for (GoldenEviction.Case golden : cases) {
          for (int chunk : new int[] {prompt.length, 37}) {
            float[] own =
                RetentionScores.of(
                    golden.policy(),
                    probes.get(layer),
                    attention.rope().inverseFrequencies(),
                    kept,
                    chunk);
            assertNear(golden, layer, own);
          }
        }
        kept.forEach(Tensor::close);
      }
      probes.forEach(ScriptProgram::close);
    }
  }

  private static void assertNear(GoldenEviction.Case golden, int layer, float[] own) {
    float[] expected = golden.floats("scores");
    int size = expected.length / LAYERS;
    assertEquals(size, own.length, golden.toString());
    float highest = Float.NEGATIVE_INFINITY; // of tokens that always stay, if there are any
    float ownHighest = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < size; i++) {
      highest = Math.max(highest, expected[layer * size + i]);
      ownHighest = Math.max(ownHighest, own[i]);
    }
    double largest = 0;
    for (int i = 0; i < size; i++) {
      float score = expected[layer * size + i];
      largest = score < highest ? Math.max(largest, Math.abs(score)) : largest;
    }
    for (int i = 0; i < size; i++) {
      float score = expected[layer * size + i];
      String place = golden + ", layer " + layer + ", " + i;
      if (score < highest) {
        assertEquals(0, (score - golden.scoresPerOwn() * own[i]) / largest, TOLERANCE, place);
      } else {
        assertEquals(ownHighest, own[i], place);
      }
    }
  }

  private static void pass(
      Stage stage,
      KvCache cache,
      long id,
      List<ScriptProgram> probes,
      ScriptProgram answering,
      int headDim) {
    ScriptProgram program = stage.program();
    try (Tensor ids = Tensor.ofLongs(new long[] {id}, 1);
        Tensor hidden = program.callTensor("embed", ids)) {
      List<Tensor> places = tensors(program.call("exchange"));
      program.run("begin_halting", cache.sequence(), hidden);
      for (int i = 0; program.callBoolean("go_on", cache.sequence(), i); i++) {
        probes.get(i).run("see", places, headDim);
        List<Tensor> tokens = tensors(program.call("cached", cache.sequence(), i));
        answering.run("answer", places, tokens.get(0), tokens.get(1));
        tokens.forEach(Tensor::close);
      }
      places.forEach(Tensor::close);
    }
  }

  private static List<Tensor> tensors(ScriptValue value) {
    try (value) {
      List<Tensor> tensors = new ArrayList<>();
      for (ScriptValue part : value.parts()) {
        try (part) {
          tensors.add(part.toTensor());
        }
      }
      return tensors;
    }
  }
}
