package dev.longspark.plan;

import java.util.Optional;

/**
 * A model that another program runs: it has no shape, no bytes and no tokenizer that could be read.
 *
 * @param model the family's name in the study
 * @param address by which its engine finds it
 */
public record EndpointModel(String model, String address) implements Model {

  @Override
  public String label() {
    return model + " at " + address;
  }

  @Override
  public Optional<WeightSet> weightSet() {
    return Optional.empty();
  }
}
