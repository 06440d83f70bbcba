package dev.longspark.testing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.longspark.engine.Rope;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A decoder in plain Java and float64, one formula per method, without cache or chunks: the oracle
 * for prompts that the golden files do not have. Shares with the engine nothing but the rotary
 * frequencies, which have golden values of their own.
 */
public final class PlainDecoder {
  private final GoldenModel model;
  private final Map<String, float[]> weights = new HashMap<>();
  private final int hidden;
  private final int heads;
  private final int headDim;
  private final int layers;
  private final double epsilon;
  private final float[] frequencies;

  /**
   * Reads the config.
   *
   * @param rope as the engine reads it
   */
  public PlainDecoder(GoldenModel model, Rope rope) {
    this.model = model;
    JsonNode config = model.config();
    hidden = config.get("hidden_size").asInt();
    heads = config.get("num_attention_heads").asInt();
    headDim = config.path("head_dim").asInt(hidden / heads);
    layers = config.get("num_hidden_layers").asInt();
    epsilon = config.get("rms_norm_eps").asDouble();
    frequencies = rope.inverseFrequencies();
  }

  /** The logits of the last position. */
  public double[] logits(List<Integer> ids) {
    double[][] x = new double[ids.size()][hidden];
    float[] embedding = weight("model.embed_tokens.weight");
    for (int t = 0; t < x.length; t++) {
      for (int i = 0; i < hidden; i++) {
        x[t][i] = embedding[ids.get(t) * hidden + i];
      }
    }
    for (int layer = 0; layer < layers; layer++) {
      block("model.layers." + layer + ".", x);
    }
    double[][] last = {x[x.length - 1]};
    boolean tied = model.config().path("tie_word_embeddings").asBoolean();
    String head = tied ? "model.embed_tokens.weight" : "lm_head.weight";
    return product(head, norm("model.norm.weight", last))[0];
  }

  private void block(String layer, double[][] x) {
    if (has(layer + "self_attn.q_proj.weight")) {
      add(x, attention(layer, norm(layer + "input_layernorm.weight", x)));
    } else if (has(layer + "self_attn.linear_attn.weight")) {
      double[][] h = norm(layer + "input_layernorm.weight", x);
      add(x, product(layer + "self_attn.linear_attn.weight", h));
    }
    if (has(layer + "mlp.gate_proj.weight")) {
      add(x, gated(layer, norm(layer + "post_attention_layernorm.weight", x)));
    } else if (has(layer + "mlp.linear_mlp.weight")) {
      double[][] h = norm(layer + "post_attention_layernorm.weight", x);
      add(x, product(layer + "mlp.linear_mlp.weight", h));
    }
  }

  private double[][] attention(String layer, double[][] h) {
    double[][] q = product(layer + "self_attn.q_proj.weight", h);
    double[][] k = product(layer + "self_attn.k_proj.weight", h);
    double[][] v = product(layer + "self_attn.v_proj.weight", h);
    rotate(q);
    rotate(k);
    int group = heads / (k[0].length / headDim);
    double[][] out = new double[h.length][heads * headDim];
    for (int t = 0; t < h.length; t++) {
      for (int head = 0; head < heads; head++) {
        attend(q[t], head * headDim, k, v, head / group * headDim, t, out[t]);
      }
    }
    return product(layer + "self_attn.o_proj.weight", out);
  }

  /** One head of one position over the positions 0 to {@code t}. */
  private void attend(
      double[] q, int at, double[][] k, double[][] v, int kvAt, int t, double[] out) {
    double[] scores = new double[t + 1];
    double highest = Double.NEGATIVE_INFINITY;
    for (int s = 0; s <= t; s++) {
      for (int i = 0; i < headDim; i++) {
        scores[s] += q[at + i] * k[s][kvAt + i] / Math.sqrt(headDim);
      }
      highest = Math.max(highest, scores[s]);
    }
    double sum = 0;
    for (int s = 0; s <= t; s++) {
      scores[s] = Math.exp(scores[s] - highest);
      sum += scores[s];
    }
    for (int s = 0; s <= t; s++) {
      for (int i = 0; i < headDim; i++) {
        out[at + i] += scores[s] / sum * v[s][kvAt + i];
      }
    }
  }

  private void rotate(double[][] states) {
    int half = headDim / 2;
    for (int t = 0; t < states.length; t++) {
      for (int i = 0; i < states[t].length; i++) {
        if (i % headDim < half) {
          double angle = t * frequencies[i % headDim];
          double first = states[t][i];
          double second = states[t][i + half];
          states[t][i] = first * Math.cos(angle) - second * Math.sin(angle);
          states[t][i + half] = second * Math.cos(angle) + first * Math.sin(angle);
        }
      }
    }
  }

  private double[][] gated(String layer, double[][] h) {
    double[][] gate = product(layer + "mlp.gate_proj.weight", h);
    double[][] up = product(layer + "mlp.up_proj.weight", h);
    for (int t = 0; t < h.length; t++) {
      for (int i = 0; i < gate[t].length; i++) {
        gate[t][i] *= up[t][i] / (1 + Math.exp(-gate[t][i]));
      }
    }
    return product(layer + "mlp.down_proj.weight", gate);
  }

  private double[][] norm(String name, double[][] x) {
    float[] weight = weight(name);
    double[][] out = new double[x.length][hidden];
    for (int t = 0; t < x.length; t++) {
      double squares = 0;
      for (double each : x[t]) {
        squares += each * each;
      }
      double scale = 1 / Math.sqrt(squares / hidden + epsilon);
      for (int i = 0; i < hidden; i++) {
        out[t][i] = x[t][i] * scale * weight[i];
      }
    }
    return out;
  }

  private double[][] product(String name, double[][] x) {
    float[] weight = weight(name);
    int in = x[0].length;
    double[][] out = new double[x.length][weight.length / in];
    for (int t = 0; t < x.length; t++) {
      for (int o = 0; o < out[t].length; o++) {
        for (int i = 0; i < in; i++) {
          out[t][o] += x[t][i] * weight[o * in + i];
        }
      }
    }
    return out;
  }

  private static void add(double[][] x, double[][] y) {
    for (int t = 0; t < x.length; t++) {
      for (int i = 0; i < x[t].length; i++) {
        x[t][i] += y[t][i];
      }
    }
  }

  private boolean has(String name) {
    return model.hasWeight(name);
  }

  private float[] weight(String name) {
    return weights.computeIfAbsent(name, model::weight);
  }
}
