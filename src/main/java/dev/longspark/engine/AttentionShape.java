package dev.longspark.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The first half of a decoder block: attention, a matrix in its place, or nothing. */
public sealed interface AttentionShape extends SubLayerShape {
  /** Attention itself; empty for what stands in its place. */
  Optional<Full> full();

  /** Numbers that one token adds to the key-value cache. */
  long keyValueWidth();

  /** Operations of a prompt's scores and weighted sums, per token of the prompt. */
  double operationsPerToken(int promptTokens);

  /**
   * Attention in which {@code heads / kvHeads} consecutive query heads share a key-value head.
   *
   * @param heads query heads
   * @param kvHeads key-value heads
   * @param headDim width of one head; {@code heads * headDim} may differ from the hidden width
   * @param rope the rotation of queries and keys
   * @param scoring how they become weights
   * @param projections how they come about
   */
  record Full(
      int heads, int kvHeads, int headDim, Rope rope, Scoring scoring, Projections projections)
      implements AttentionShape {
    public Full {
      if (heads < 1 || kvHeads < 1 || heads % kvHeads != 0) {
        throw new IllegalArgumentException(
            "Invalid attention heads: "
                + heads
                + " with "
                + kvHeads
                + " key-value heads (must be a positive multiple)");
      }
      if (headDim < 2 || headDim % 2 != 0) {
        throw new IllegalArgumentException(
            "Invalid head dim: " + headDim + " (must be even and > 0, rotation works on pairs)");
      }
      if (rope.channels() > headDim) {
        throw new IllegalArgumentException(
            "Invalid rotation: of " + rope.channels() + " channels in heads of " + headDim);
      }
    }

    /** As in a Llama: scores over all tokens, three matrices without bias or norm. */
    public Full(int heads, int kvHeads, int headDim, Rope rope) {
      this(heads, kvHeads, headDim, rope, Scoring.usual(headDim), Projections.PLAIN);
    }

    public int queryWidth() {
      return heads * headDim;
    }

    public int kvWidth() {
      return kvHeads * headDim;
    }

    /** Whether scores are scaled by 1 / sqrt(head dim), as kernels do it. */
    public boolean hasUsualScale() {
      return scoring.scale() == Scoring.usualScale(headDim);
    }

    @Override
    public String program() {
      return "heads";
    }

    @Override
    public List<LinearShape> linears(int hidden) {
      boolean bias = projections.inputBias();
      List<LinearShape> linears = new ArrayList<>();
      if (projections.fused()) {
        int width = queryWidth() + 2 * kvWidth();
        linears.add(new LinearShape("self_attn.qkv_proj", width, hidden, bias));
      } else {
        linears.add(new LinearShape("self_attn.q_proj", queryWidth(), hidden, bias));
        linears.add(new LinearShape("self_attn.k_proj", kvWidth(), hidden, bias));
        linears.add(new LinearShape("self_attn.v_proj", kvWidth(), hidden, bias));
      }
      linears.add(
          new LinearShape("self_attn.o_proj", hidden, queryWidth(), projections.outputBias()));
      return linears;
    }

    @Override
    public List<VectorShape> vectors() {
      List<VectorShape> vectors = new ArrayList<>();
      switch (projections.headNorm()) {
        case NONE -> {}
        case EACH_HEAD -> {
          vectors.add(new VectorShape("self_attn.q_norm", headDim));
          vectors.add(new VectorShape("self_attn.k_norm", headDim));
        }
        case ALL_HEADS -> {
          vectors.add(new VectorShape("self_attn.q_norm", queryWidth()));
          vectors.add(new VectorShape("self_attn.k_norm", kvWidth()));
        }
      }
      if (scoring.sinks()) {
        vectors.add(new VectorShape("self_attn.sinks", heads));
      }
      return vectors;
    }

    @Override
    public Map<String, Double> numbers() {
      return Map.of(
          "heads", (double) heads,
          "kv_heads", (double) kvHeads,
          "head_dim", (double) headDim,
          "scale", scoring.scale(),
          "cap", scoring.cap(),
          "window", (double) scoring.window());
    }

    @Override
    public long workingValues() {
      return 2L * queryWidth() + 4L * kvWidth();
    }

    @Override
    public Optional<Full> full() {
      return Optional.of(this);
    }

    @Override
    public long keyValueWidth() {
      return 2L * kvWidth();
    }

    /** Each query meets half of the prompt on average, or its window where that is shorter. */
    @Override
    public double operationsPerToken(int promptTokens) {
      double seen = promptTokens / 2.0;
      if (promptTokens > scoring.window()) {
        seen = scoring.window() * (1 - scoring.window() / (2.0 * promptTokens));
      }
      return 4.0 * queryWidth() * seen;
    }
  }

  /** One hidden-by-hidden matrix applied to the normed input; the residual stays. */
  record Linear() implements AttentionShape {
    @Override
    public String program() {
      return "matrix";
    }

    @Override
    public List<LinearShape> linears(int hidden) {
      return List.of(new LinearShape("self_attn.linear_attn", hidden, hidden));
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
    public Optional<Full> full() {
      return Optional.empty();
    }

    @Override
    public long keyValueWidth() {
      return 0;
    }

    @Override
    public double operationsPerToken(int promptTokens) {
      return 0;
    }
  }

  /** No sub-layer and no norm: the residual passes unchanged. */
  record None() implements AttentionShape {
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
    public Optional<Full> full() {
      return Optional.empty();
    }

    @Override
    public long keyValueWidth() {
      return 0;
    }

    @Override
    public double operationsPerToken(int promptTokens) {
      return 0;
    }
  }
}
