package dev.longspark.pruning;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What is kept of a model: the most important parts, in their old order. Channels are the same in
 * all layers, because the residual stream runs through them; heads and neurons are each layer's
 * own. A key-value head is worth what its best query heads are together, as many as will share it.
 *
 * @param hidden channels
 * @param layers those kept
 */
public record Selection(List<Integer> hidden, List<Layer> layers) {
  /**
   * What is kept of one layer.
   *
   * @param index of the layer in the full model
   * @param heads query heads, grouped by kv head
   */
  public record Layer(
      int index, List<Integer> heads, List<Integer> kvHeads, List<Integer> neurons) {
    public Layer {
      heads = List.copyOf(heads);
      kvHeads = List.copyOf(kvHeads);
      neurons = List.copyOf(neurons);
    }
  }

  public Selection {
    hidden = List.copyOf(hidden);
    layers = List.copyOf(layers);
  }

  /**
   * Chooses.
   *
   * @param full sizes, those of the importance
   * @param wanted sizes
   * @throws IllegalArgumentException if the wanted model is no part of the full one
   */
  public static Selection of(Importance importance, Sizes full, Sizes wanted) {
    wanted.requireWithin(full);
    List<Double> changes = importance.layers().stream().map(Importance.Layer::change).toList();
    return new Selection(
        best(importance.hidden(), wanted.hidden()),
        best(changes, wanted.layers()).stream()
            .map(index -> layer(index, importance.layers().get(index), full.group(), wanted))
            .toList());
  }

  private static Layer layer(int index, Importance.Layer seen, int group, Sizes wanted) {
    List<List<Integer>> bestOfGroup = new ArrayList<>();
    List<Double> worth = new ArrayList<>();
    for (int first = 0; first < seen.heads().size(); first += group) {
      int start = first;
      List<Double> heads = seen.heads().subList(start, start + group);
      List<Integer> best =
          best(heads, wanted.group()).stream().map(within -> start + within).toList();
      bestOfGroup.add(best);
      worth.add(best.stream().mapToDouble(seen.heads()::get).sum());
    }
    List<Integer> kvHeads = best(worth, wanted.kvHeads());
    List<Integer> heads = kvHeads.stream().map(bestOfGroup::get).flatMap(List::stream).toList();
    return new Layer(index, heads, kvHeads, best(seen.neurons(), wanted.feedForward()));
  }

  /** The indexes of the highest scores, ascending; of equal scores the first. */
  private static List<Integer> best(List<Double> scores, int count) {
    return IntStream.range(0, scores.size())
        .boxed()
        .sorted(Comparator.comparing(scores::get, Comparator.reverseOrder()))
        .limit(count)
        .sorted()
        .toList();
  }
}
