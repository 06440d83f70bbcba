package dev.longspark.tables;

import java.io.Serializable;
import java.util.Objects;

/**
 * Names one generation. The tables hold each key once per run, whatever is retried or restarted.
 *
 * @param run the run's id
 * @param model the model's name in the study
 * @param technique the technique's name in the study
 * @param task the task's name
 * @param protocol the protocol's name
 * @param sample the sample's key
 */
public record GenerationKey(
    String run, String model, String technique, String task, String protocol, String sample)
    implements Serializable {

  public GenerationKey {
    Objects.requireNonNull(run, "run");
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(technique, "technique");
    Objects.requireNonNull(task, "task");
    Objects.requireNonNull(protocol, "protocol");
    Objects.requireNonNull(sample, "sample");
  }
}
