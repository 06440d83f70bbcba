package dev.longspark.plan;

import dev.longspark.data.Protocol;
import dev.longspark.data.Task;
import java.io.Serializable;

/**
 * One square of a study's grid: a model under a technique on a task, by the rules of a protocol.
 *
 * @param model the family's name in the study
 * @param technique what is done to prompt, model, weights and cache
 * @param task the data set
 * @param protocol prompt, stop and answer rules
 */
public record Cell(String model, Technique technique, Task task, Protocol protocol)
    implements Serializable {

  /** The four names, for people: {@code llama-3.1-8b / KV-Q / qasper / longbench}. */
  public String label() {
    return String.join(" / ", model, technique.name(), task.name(), protocol.name());
  }
}
