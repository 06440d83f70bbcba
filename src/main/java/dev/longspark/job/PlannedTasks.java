package dev.longspark.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.longspark.config.ConfigException;
import dev.longspark.data.OwnTask;
import dev.longspark.data.OwnTaskJson;
import dev.longspark.data.OwnTasks;
import dev.longspark.plan.StudyPlan;
import java.util.ArrayList;
import java.util.List;

/**
 * The tasks that a study defines, for its run's manifest: whoever scores or reports the run later
 * has no study file.
 */
final class PlannedTasks {
  private final String studyFile;
  private final List<OwnTask> own = new ArrayList<>();

  PlannedTasks(StudyPlan plan) {
    studyFile = plan.study().file();
    plan.benchmarks()
        .forEach(
            (benchmark, names) -> {
              if (benchmark instanceof OwnTasks tasks) {
                names.forEach(name -> own.add(tasks.definition(name)));
              }
            });
  }

  /**
   * Refuses to go on with a run in which a task's name means something else.
   *
   * @param manifest of the run so far
   * @throws ConfigException naming the task
   */
  void requireSame(JsonNode manifest, String runId) {
    for (OwnTask earlier : OwnTaskJson.read(manifest)) {
      for (OwnTask now : own) {
        if (now.name().equals(earlier.name()) && !now.isSame(earlier)) {
          throw new ConfigException(
              "Cannot continue run %s: own-tasks.%s asks, stops or scores otherwise than when it was run (give it another name, or set results.run) [%s]"
                  .formatted(runId, now.name(), studyFile));
        }
      }
    }
  }

  /** Adds what this plan says to what the manifest of the run said so far. */
  void addTo(ObjectNode manifest, JsonNode earlier) {
    List<JsonNode> entries = own.stream().map(OwnTaskJson::write).toList();
    manifest.set(
        OwnTaskJson.KEY, PlannedTechniques.merged(earlier.path(OwnTaskJson.KEY), entries, "name"));
  }
}
