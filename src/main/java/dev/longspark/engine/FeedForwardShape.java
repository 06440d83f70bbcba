package dev.longspark.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** The second half of a decoder block: a gated network, experts, a matrix, or nothing. */
public sealed interface FeedForwardShape extends SubLayerShape {
  /** The one gated network that every token passes; empty for any other half. */
  Optional<Gated> gated();

  /**
   * {@code down(activation(gate(x)) * up(x))}.
   *
   * @param width of the gate and up projections
   * @param activation of the gate
   * @param fused whether one matrix gives gate and up, rows of the gate first
   * @param bias whether all matrices have one
   */
  record Gated(int width, Activation activation, boolean fused, boolean bias)
      implements FeedForwardShape {
    public Gated {
      if (width < 1) {
        throw new IllegalArgumentException("Invalid feed-forward width: " + width);
      }
    }

    /** As in a Llama: SiLU, three matrices without bias. */
    public Gated(int width) {
      this(width, Activation.SILU, false, false);
    }

    @Override
    public String program() {
      return activation.program();
    }

    @Override
    public List<LinearShape> linears(int hidden) {
      return linears("mlp.", hidden);
    }

    List<LinearShape> linears(String prefix, int hidden) {
      LinearShape down = new LinearShape(prefix + "down_proj", hidden, width, bias);
      return fused
          ? List.of(new LinearShape(prefix + "gate_up_proj", 2 * width, hidden, bias), down)
          : List.of(
              new LinearShape(prefix + "gate_proj", width, hidden, bias),
              new LinearShape(prefix + "up_proj", width, hidden, bias),
              down);
    }

    @Override
    public List<VectorShape> vectors() {
      return List.of();
    }

    @Override
    public Map<String, Double> numbers() {
      return Map.of();
    }

    @Override
    public long workingValues() {
      return 3L * width;
    }

    @Override
    public Optional<Gated> gated() {
      return Optional.of(this);
    }
  }

  /**
   * A router gives each token to the best of many gated networks, {@code sum of p_e expert_e(x)}
   * with p the softmax of the router's logits; a shared network, where there is one, takes all.
   *
   * @param count of the experts
   * @param active experts of one token
   * @param expert each of them
   * @param renormalized whether the p of the chosen are divided by their sum
   * @param routerBias whether the router's matrix has a bias
   * @param shared width of the network for all tokens, 0 for none
   */
  record Experts(
      int count, int active, Gated expert, boolean renormalized, boolean routerBias, int shared)
      implements FeedForwardShape {
    public Experts {
      if (active < 1 || count < active || shared < 0) {
        throw new IllegalArgumentException(
            "Invalid experts: %d of %d, %d shared (must be 1 <= active <= count)"
                .formatted(active, count, shared));
      }
    }

    @Override
    public String program() {
      return "experts_" + expert.program();
    }

    @Override
    public List<LinearShape> linears(int hidden) {
      List<LinearShape> linears = new ArrayList<>(List.of(router(hidden)));
      IntStream.range(0, count)
          .forEach(e -> linears.addAll(expert.linears("mlp.experts." + e + ".", hidden)));
      linears.addAll(shared(hidden));
      return linears;
    }

    @Override
    public long activeMatrixParameters(int hidden) {
      return router(hidden).weights()
          + active * expert.matrixParameters(hidden)
          + shared(hidden).stream().mapToLong(LinearShape::weights).sum();
    }

    private LinearShape router(int hidden) {
      return new LinearShape("mlp.router", count, hidden, routerBias);
    }

    private List<LinearShape> shared(int hidden) {
      return shared == 0
          ? List.of()
          : new Gated(shared, expert.activation(), expert.fused(), expert.bias())
              .linears("mlp.shared_expert.", hidden);
    }

    @Override
    public List<VectorShape> vectors() {
      return List.of();
    }

    @Override
    public Map<String, Double> numbers() {
      return Map.of(
          "experts", (double) count,
          "active_experts", (double) active,
          "renormalized", renormalized ? 1.0 : 0.0);
    }

    @Override
    public long workingValues() {
      return 2L * count + 3L * ((long) active * expert.width() + shared);
    }

    @Override
    public Optional<Gated> gated() {
      return Optional.empty();
    }
  }

  /** One hidden-by-hidden matrix applied to the normed input; the residual stays. */
  record Linear() implements FeedForwardShape {
    @Override
    public String program() {
      return "matrix";
    }

    @Override
    public List<LinearShape> linears(int hidden) {
      return List.of(new LinearShape("mlp.linear_mlp", hidden, hidden));
    }

    @Override
    public List<VectorShape> vectors() {
      return List.of();
    }

    @Override
    public Map<String, Double> numbers() {
      return Map.of();
    }

    @Override
    public long workingValues() {
      return 0;
    }

    @Override
    public Optional<Gated> gated() {
      return Optional.empty();
    }
  }

  /** No sub-layer and no norm: the residual passes unchanged. */
  record None() implements FeedForwardShape {
    @Override
    public String program() {
      return "none";
    }

    @Override
    public List<LinearShape> linears(int hidden) {
      return List.of();
    }

    @Override
    public List<VectorShape> vectors() {
      return List.of();
    }

    @Override
    public Map<String, Double> numbers() {
      return Map.of();
    }

    @Override
    public long workingValues() {
      return 0;
    }

    @Override
    public Optional<Gated> gated() {
      return Optional.empty();
    }
  }
}
