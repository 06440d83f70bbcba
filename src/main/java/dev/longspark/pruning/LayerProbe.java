package dev.longspark.pruning;

import dev.longspark.engine.Device;
import dev.longspark.engine.Precision;
import dev.longspark.engine.checkpoint.BlockLoader;
import dev.longspark.engine.checkpoint.Checkpoint;
import dev.longspark.engine.checkpoint.FullPrecision;
import dev.longspark.engine.checkpoint.Weights;
import dev.longspark.engine.family.DecoderModel;
import dev.longspark.engine.torchscript.ScriptProgram;
import dev.longspark.engine.torchscript.Tensor;
import dev.longspark.prompt.Calibration;
import dev.longspark.prompt.CalibrationSequence;
import dev.longspark.prompt.TokenIds;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Takes calibration text through a model, layer by layer, and tells what it saw. */
final class LayerProbe implements AutoCloseable {
  private static final int LOGIT_ROWS = 256; // a large vocabulary's logits take half a GB already

  private final DecoderModel model;
  private final Sizes sizes;
  private final Calibration text;
  private final ScriptProgram program;
  private final Weights weights;
  private final BlockLoader blocks;

  private LayerProbe(Checkpoint checkpoint, Calibration text, Device device) {
    model = checkpoint.model();
    sizes = Sizes.of(model.shape());
    this.text = text;
    program = ScriptProgram.load("pruning", device);
    weights = checkpoint.weights(new FullPrecision(Precision.FP32), device);
    blocks = new BlockLoader(model, weights, program, device, text.longest());
  }

  /**
   * Reads the text's embeddings; no layer has seen them yet.
   *
   * @throws IllegalArgumentException if the model's layers differ
   */
  static LayerProbe open(Checkpoint checkpoint, Calibration text, Device device) {
    LayerProbe probe = new LayerProbe(checkpoint, text, device);
    try (Tensor embedding = probe.weights.plain(probe.model.embedding())) {
      for (CalibrationSequence sequence : text.sequences()) {
        TokenIds ids = sequence.ids();
        try (Tensor tensor = Tensor.ofLongs(ids.toLongArray(), ids.size())) {
          probe.program.run("add_sequence", tensor, embedding);
        }
      }
      return probe;
    } catch (RuntimeException e) {
      probe.close();
      throw e;
    }
  }

  /** Passes all layers, once. */
  Importance importance() {
    double[] hidden = new double[sizes.hidden()];
    List<Importance.Layer> layers = new ArrayList<>();
    for (int i = 0; i < sizes.layers(); i++) {
      float[] seen = layer(i);
      int heads = 2 * sizes.hidden();
      int neurons = heads + sizes.heads();
      add(hidden, seen, 0);
      add(hidden, seen, sizes.hidden());
      layers.add(
          new Importance.Layer(
              doubles(seen, heads, neurons),
              doubles(seen, neurons, neurons + sizes.feedForward()),
              seen[seen.length - 1]));
    }
    try (Tensor norm = weights.plain(model.finalNorm())) {
      add(hidden, program.callFloats("output", norm), 0);
    }
    return new Importance(
        IntStream.range(0, hidden.length).mapToObj(i -> hidden[i]).toList(), layers);
  }

  /** Compares logits with a narrower model's; both have passed all layers. */
  LogitComparison compare(LayerProbe pruned) {
    double[] sums = new double[4];
    try (Output full = new Output();
        Output narrow = pruned.new Output()) {
      for (int i = 0; i < text.sequences().size(); i++) {
        TokenIds sequence = text.sequences().get(i).ids();
        int size = sequence.size();
        for (int first = 0; first < size; first += LOGIT_ROWS) {
          int last = Math.min(first + LOGIT_ROWS, size);
          long[] next =
              sequence.tail(size - 1 - first).head(Math.min(last, size - 1) - first).toLongArray();
          try (Tensor p = full.logits(i, first, last);
              Tensor q = narrow.logits(i, first, last);
              Tensor ids = Tensor.ofLongs(next, next.length)) {
            add(sums, program.callFloats("compare", p, q, ids), 0);
          }
        }
      }
    }
    long positions = text.tokens();
    double predicted = positions - text.sequences().size();
    return new LogitComparison(
        positions,
        sums[0] / positions,
        sums[1] / positions,
        Math.exp(sums[2] / predicted),
        Math.exp(sums[3] / predicted));
  }

  @Override
  public void close() {
    weights.close();
    program.close();
  }

  private float[] layer(int index) {
    program.run("clear");
    blocks.add(index);
    return program.callFloats("layer");
  }

  private static void add(double[] sums, float[] values, int from) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += values[from + i];
    }
  }

  private static List<Double> doubles(float[] values, int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> (double) values[i]).toList();
  }

  /** The model's last norm and output matrix. */
  private final class Output implements AutoCloseable {
    private final Tensor norm = weights.plain(model.finalNorm());
    private final Tensor head =
        weights.plain(
            model.shape().tiedEmbeddings() ? model.embedding() : model.headName() + ".weight");

    private Tensor logits(int sequence, int first, int last) {
      return program.callTensor("logits", sequence, first, last, norm, head);
    }

    @Override
    public void close() {
      norm.close();
      head.close();
    }
  }
}
