package dev.longspark.pruning;

import java.util.List;

/**
 * How much the parts of a model did on calibration text. Each score is a mean over the tokens of a
 * sequence and an L2 norm over sequences.
 *
 * <p>Source: Muralidharan et al., Compact Language Models via Pruning and Knowledge Distillation
 * (2024), section 2.2, with the aggregation they found best; layers by Men et al., ShortGPT (2024).
 *
 * @param hidden of a channel: the absolute outputs of all norms, summed
 * @param layers in order
 */
public record Importance(List<Double> hidden, List<Layer> layers) {
  /**
   * One layer.
   *
   * @param heads L2 norm of a query head's attention output
   * @param neurons absolute {@code silu(gate) * up}
   * @param change of the residual stream by the layer: {@code 1 - cos(before, behind)}
   */
  public record Layer(List<Double> heads, List<Double> neurons, double change) {
    public Layer {
      heads = List.copyOf(heads);
      neurons = List.copyOf(neurons);
    }
  }

  public Importance {
    hidden = List.copyOf(hidden);
    layers = List.copyOf(layers);
  }
}
