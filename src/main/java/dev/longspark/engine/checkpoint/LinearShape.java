package dev.longspark.engine.checkpoint;

/**
 * A matrix {@code y = x W'} of a model, stored [outputs, inputs].
 *
 * @param name without ending, {@code model.layers.0.mlp.up_proj}
 */
public record LinearShape(String name, int outputs, int inputs) {}
