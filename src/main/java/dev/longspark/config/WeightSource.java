package dev.longspark.config;

/** Where a model's weights come from. */
public enum WeightSource {
  FILE,
  RANDOM
}
