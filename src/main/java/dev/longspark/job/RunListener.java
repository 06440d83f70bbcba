package dev.longspark.job;

/** Is told how a run goes; called on threads of the job. */
@FunctionalInterface
public interface RunListener {
  /** Before the first unit is handed out, and whenever rows were committed. */
  void progress(RunProgress progress);

  /**
   * Now and then while the run has no executor.
   *
   * @param what is waited for, and what the cluster has
   */
  default void waiting(String what) {}
}
