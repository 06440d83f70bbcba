package dev.longspark.plan;

import java.io.Serializable;
import java.util.Optional;

/**
 * What answers a cell's prompts, as an executor has it; equal ones are one model.
 *
 * <p>A weight set is loaded, and says by its checkpoint what it will need. Of anything else bytes,
 * positions and times are not known before it has answered.
 */
public sealed interface Model extends Serializable permits WeightSet, EndpointModel {

  /** The family's name in the study. */
  String model();

  /** For people and logs. */
  String label();

  /** The weights that an executor loads for it, if this program runs it. */
  Optional<WeightSet> weightSet();
}
