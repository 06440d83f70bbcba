package dev.longspark.job;

/** Is told how a run goes; called on threads of the job. */
public interface RunListener {
  /** Before the first unit is handed out, and whenever rows were committed. */
  void progress(RunProgress progress);
}
