package dev.longspark.job;

import dev.longspark.results.WarehouseSession;

/**
 * Spark for a run, started when it is first needed: what is refused asks no cluster for anything.
 */
@FunctionalInterface
public interface SessionSource {
  /** The one session of the run, whose opener closes it. */
  WarehouseSession open();
}
