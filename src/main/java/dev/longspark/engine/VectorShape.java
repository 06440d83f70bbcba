package dev.longspark.engine;

import java.io.Serializable;

/**
 * A vector of a layer that is no matrix's bias: the weight of a norm, or the sinks of attention.
 *
 * @param name in the layer: {@code attention_norm}, {@code self_attn.q_norm}
 * @param width its numbers
 */
public record VectorShape(String name, int width) implements Serializable {}
