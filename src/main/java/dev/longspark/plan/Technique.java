package dev.longspark.plan;

import dev.longspark.config.ModelVariant;
import dev.longspark.engine.Precision;
import java.io.Serializable;

/**
 * One named stack of choices, one value on each axis, applied in this order.
 *
 * @param name as in Table 1 of the paper or in the study
 * @param variant which checkpoint of the family
 * @param precision of weights and activations
 */
public record Technique(String name, ModelVariant variant, Precision precision)
    implements Serializable {}
