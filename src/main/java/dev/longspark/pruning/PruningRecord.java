package dev.longspark.pruning;

import dev.longspark.engine.ModelShape;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What was done to make a pruned checkpoint; it lies beside its weights as {@code pruning.json}.
 *
 * @param method in one line
 * @param source name of the full model's folder
 * @param sourceSha256 of its config.json and weight files
 * @param calibrationSha256 of the text files
 * @param calibrationSeed that chose the sequences
 * @param calibrationSequences taken from them
 * @param calibrationTokens in these
 * @param calibrationSamples keys of the LongBench samples among them
 * @param before sizes of the full model
 * @param after sizes of this one
 * @param parametersBefore of the full model
 * @param parametersAfter of this one
 * @param hiddenKept channels of the full model
 * @param hiddenShare of all channels' importance that they have
 * @param layers kept, with what was kept of them
 * @param layerChanges {@code 1 - cos(before, behind)} of all layers of the full model
 * @param comparison of both models' logits on the calibration text, before any training
 */
public record PruningRecord(
    String method,
    String source,
    Map<String, String> sourceSha256,
    Map<String, String> calibrationSha256,
    long calibrationSeed,
    int calibrationSequences,
    long calibrationTokens,
    List<String> calibrationSamples,
    Sizes before,
    Sizes after,
    long parametersBefore,
    long parametersAfter,
    List<Integer> hiddenKept,
    double hiddenShare,
    List<Layer> layers,
    List<Double> layerChanges,
    LogitComparison comparison) {
  /** The file's name. */
  public static final String FILE = "pruning.json";

  static final String METHOD =
      "Minitron importance: mean over tokens, L2 over sequences; weights cut, not trained";

  /**
   * A layer that was kept.
   *
   * @param index in the full model
   * @param headImportance of all its query heads
   * @param headsKept query heads
   * @param kvHeadsKept key-value heads
   * @param neuronShare of all neurons' importance that the kept ones have
   */
  public record Layer(
      int index,
      List<Double> headImportance,
      List<Integer> headsKept,
      List<Integer> kvHeadsKept,
      double neuronShare) {
    static Layer of(Importance.Layer seen, Selection.Layer kept) {
      return new Layer(
          kept.index(),
          seen.heads(),
          kept.heads(),
          kept.kvHeads(),
          share(seen.neurons(), kept.neurons()));
    }
  }

  static PruningRecord of(
      PruningSource source,
      Importance importance,
      Selection kept,
      ModelShape pruned,
      LogitComparison comparison) {
    return new PruningRecord(
        METHOD,
        String.valueOf(source.folder().getFileName()),
        source.sha256(),
        source.calibrationSha256(),
        source.text().seed(),
        source.text().sequences().size(),
        source.text().tokens(),
        List.copyOf(source.text().sampleKeys()),
        Sizes.of(source.shape()),
        Sizes.of(pruned),
        source.shape().parameters(),
        pruned.parameters(),
        kept.hidden(),
        share(importance.hidden(), kept.hidden()),
        IntStream.range(0, kept.layers().size())
            .mapToObj(i -> kept.layers().get(i))
            .map(layer -> Layer.of(importance.layers().get(layer.index()), layer))
            .toList(),
        importance.layers().stream().map(Importance.Layer::change).toList(),
        comparison);
  }

  private static double share(List<Double> scores, List<Integer> kept) {
    double all = scores.stream().mapToDouble(Double::doubleValue).sum();
    return kept.stream().mapToDouble(scores::get).sum() / all;
  }
}
