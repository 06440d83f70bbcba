package dev.longspark.config;

/** Which checkpoint of a model family: the full one or its pruned variant. */
public enum ModelVariant {
  FULL,
  PRUNED
}
