package dev.longspark.tables;

import java.time.Instant;
import java.util.Objects;

/**
 * One row of {@code runs}.
 *
 * @param id names the run
 * @param study the study's name
 * @param manifest what the run was made from, as JSON
 * @param started when it first started
 * @param ended when it ended; while it is running, when it was started or continued
 * @param status how far it is
 */
public record RunRow(
    String id, String study, String manifest, Instant started, Instant ended, RunStatus status) {

  public RunRow {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(study, "study");
    Objects.requireNonNull(manifest, "manifest");
    Objects.requireNonNull(started, "started");
    Objects.requireNonNull(ended, "ended");
    Objects.requireNonNull(status, "status");
  }

  /** The same run, of which more is known. */
  public RunRow withManifest(String json) {
    return new RunRow(id, study, json, started, ended, status);
  }

  /** The same run, now ended. */
  public RunRow ended(Instant when, RunStatus how) {
    return new RunRow(id, study, manifest, started, when, how);
  }
}
