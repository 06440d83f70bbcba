package dev.longspark.benchmark;

/** A comparison that can be asked for by name. */
interface Subject {
  /** How it is asked for. */
  String name();

  /** What is compared with what. */
  String title();

  /**
   * Measures.
   *
   * @param threads that one operation may use on the CPU
   * @param report takes what is found
   */
  void measure(int threads, Report report);
}
