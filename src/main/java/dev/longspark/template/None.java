package dev.longspark.template;

/** Python's {@code None}. */
enum None {
  NONE;

  @Override
  public String toString() {
    return "None";
  }
}
