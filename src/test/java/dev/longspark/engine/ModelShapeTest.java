package dev.longspark.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.longspark.testing.LlamaShapes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelShapeTest {
  @ParameterizedTest
  @CsvSource({
    "4096, 32, 32, 8, 128, 14336, 128256, false, 8030261248, 131072, 6979321856", // Llama-3.1-8B
    "8192, 80, 64, 8, 128, 28672, 128256, false, 70553706496, 327680, 68451041280", // 70B
    "5120, 40, 32, 8, 128, 14336, 131072, false, 12247782400, 163840, 10905190400", // Nemo
    "3072, 32, 32, 8, 128, 9216, 128256, false, 4512746496, 131072, 3724541952", // Minitron-4B
    "4096, 40, 32, 8, 128, 11520, 131072, false, 8414105600, 163840, 7340032000", // Minitron-8B
    "2048, 16, 32, 8, 64, 8192, 128256, true, 1235814400, 32768, 973078528" // Llama-3.2-1B
  })
  void countsPublishedModels(
      int hidden,
      int layers,
      int heads,
      int kvHeads,
      int headDim,
      int width,
      int vocabulary,
      boolean tied,
      long parameters,
      long keyValueBytes,
      long matrixParameters) {
    LayerShape layer = LlamaShapes.layer(heads, kvHeads, headDim, width);
    ModelShape shape =
        LlamaShapes.model(hidden, vocabulary, tied, Collections.nCopies(layers, layer));

    assertEquals(parameters, shape.parameters());
    assertEquals(2 * parameters, shape.weightBytes(Precision.BF16));
    assertEquals(keyValueBytes, shape.keyValueBytesPerToken(Precision.FP16));
    assertEquals(matrixParameters, shape.matrixParameters());
  }

  @Test
  void countsNemotron51b() {
    ModelShape shape = LlamaShapes.model(8192, 128256, false, Nemotron51b.layers());

    assertEquals(51_501_015_040L, shape.parameters());
    assertEquals(103_002_030_080L, shape.weightBytes(Precision.BF16));
    assertEquals(189_952L, shape.keyValueBytesPerToken(Precision.FP16));
    assertEquals(49_398_415_360L, shape.matrixParameters());
  }

  /** Qwen2.5-7B: biases of queries, keys and values. */
  @Test
  void countsBiases() {
    Projections biased = new Projections(false, true, false, Projections.HeadNorm.NONE);
    LayerShape layer = new LayerShape(with(28, 4, biased), new FeedForwardShape.Gated(18944));
    ModelShape shape = LlamaShapes.model(3584, 152064, false, Collections.nCopies(28, layer));

    assertEquals(7_615_616_512L, shape.parameters());
    assertEquals(28 * 233_046_016L, shape.matrixParameters());
  }

  /** Qwen3-30B-A3B: norms of queries and keys, 8 of 128 experts for a token. */
  @Test
  void countsExpertsAndThoseOfAToken() {
    Projections normed = new Projections(false, false, false, Projections.HeadNorm.EACH_HEAD);
    FeedForwardShape.Gated expert = new FeedForwardShape.Gated(768);
    LayerShape layer =
        new LayerShape(
            with(32, 4, normed), new FeedForwardShape.Experts(128, 8, expert, true, false, 0));
    ModelShape shape = LlamaShapes.model(2048, 151936, false, Collections.nCopies(48, layer));

    assertEquals(30_532_122_624L, shape.parameters());
    assertEquals(48 * 56_885_248L, shape.activeMatrixParameters());
  }

  private static AttentionShape with(int heads, int kvHeads, Projections projections) {
    return new AttentionShape.Full(
        heads, kvHeads, 128, Rope.unscaled(1e6, 128), Scoring.usual(128), projections);
  }

  @Test
  void namesTheNormsWhereTheyStand() {
    assertEquals(List.of("attention_norm", "feed_forward_norm"), norms(NormPlacement.BEFORE));
    assertEquals(
        List.of("attention_output_norm", "feed_forward_output_norm"), norms(NormPlacement.AFTER));
    assertEquals(List.of("attention_norm"), norms(NormPlacement.SHARED));
    assertEquals(4, norms(NormPlacement.BOTH).size());
  }

  private static List<String> norms(NormPlacement placement) {
    LayerShape layer = LlamaShapes.layer(4, 2, 8, 16);
    return new LayerShape(layer.attention(), layer.feedForward(), placement, 1)
        .vectors(32).stream().map(VectorShape::name).toList();
  }

  /** In a prompt as long as three windows a query meets five sixths of a window on average. */
  @Test
  void windowsCostWhatTheyHold() {
    AttentionShape.Full all = LlamaShapes.attention(4, 2, 8);
    AttentionShape.Full windowed =
        new AttentionShape.Full(4, 2, 8, all.rope(), all.scoring().within(100), all.projections());

    assertEquals(4 * 32 * 150.0, all.operationsPerToken(300));
    assertEquals(4 * 32 * 100 * 5 / 6.0, windowed.operationsPerToken(300), 1e-9);
    assertEquals(all.operationsPerToken(100), windowed.operationsPerToken(100));
  }

  @Test
  void countsTheTokenClassifiers() {
    EncoderShape xlmr =
        new EncoderShape(
            EncoderShape.Family.XLM_ROBERTA, 1024, 24, 16, 4096, 250102, 514, 1, 1e-5, 1, 2);
    EncoderShape bert =
        new EncoderShape(EncoderShape.Family.BERT, 768, 12, 12, 3072, 119647, 512, 2, 1e-12, 0, 2);

    assertEquals(558_945_282L, xlmr.parameters());
    assertEquals(177_341_186L, bert.parameters());
    assertEquals(512, xlmr.maxTokens());
    assertEquals(512, bert.maxTokens());
  }

  @Test
  void rejectsHeadsThatDoNotGroup() {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> LlamaShapes.attention(32, 5, 128));

    assertEquals(
        "Invalid attention heads: 32 with 5 key-value heads (must be a positive multiple)",
        e.getMessage());
  }

  @Test
  void leavesStretchesAndInterpolatesFrequencies() {
    float[] plain = Rope.unscaled(500000, 128).inverseFrequencies();
    float[] scaled = LlamaShapes.attention(32, 8, 128).rope().inverseFrequencies();

    for (int i = 0; i < 64; i++) {
      double factor = plain[i] / scaled[i];
      if (i <= 28) {
        assertEquals(1, factor);
      } else if (i >= 35) {
        assertEquals(8, factor, 1e-5);
      } else {
        assertEquals(4.5, factor, 3.5 - 1e-3);
      }
    }
  }

  /** The published model's 80 blocks as runs of (count, query heads per group, width). */
  private static final class Nemotron51b {
    private static final int LINEAR = 0;
    private static final int NONE = -1;
    private static final int[][] RUNS = {
      {1, 8, 7168},
      {1, 16, 14336},
      {3, 8, 28672},
      {2, 32, 14336},
      {2, 64, 14336},
      {2, 32, 14336},
      {1, LINEAR, 14336},
      {1, 64, 14336},
      {2, 32, 14336},
      {1, LINEAR, 7168},
      {19, 8, 28672},
      {1, LINEAR, 14336},
      {2, 8, 28672},
      {1, LINEAR, 14336},
      {1, LINEAR, 28672},
      {3, LINEAR, 14336},
      {1, NONE, 7168},
      {1, LINEAR, 7168},
      {1, 8, 28672},
      {1, NONE, 7168},
      {1, LINEAR, 7168},
      {1, NONE, 7168},
      {1, 8, 28672},
      {1, LINEAR, 7168},
      {1, NONE, 7168},
      {2, LINEAR, 7168},
      {2, NONE, 7168},
      {1, LINEAR, 7168},
      {2, NONE, 7168},
      {4, LINEAR, 7168},
      {17, 8, 28672}
    };

    static List<LayerShape> layers() {
      List<LayerShape> layers = new ArrayList<>();
      for (int[] run : RUNS) {
        LayerShape layer = new LayerShape(attention(run[1]), new FeedForwardShape.Gated(run[2]));
        layers.addAll(Collections.nCopies(run[0], layer));
      }
      return layers;
    }

    private static AttentionShape attention(int group) {
      return switch (group) {
        case LINEAR -> new AttentionShape.Linear();
        case NONE -> new AttentionShape.None();
        default -> LlamaShapes.attention(64, 64 / group, 128);
      };
    }
  }
}
