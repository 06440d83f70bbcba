package dev.longspark.engine.cache;

/** The rules of scores that the newest queries give. */
final class Windows {
  private Windows() {}

  static void require(int window) {
    if (window < 1) {
      throw new IllegalArgumentException("Invalid window: " + window + " (must be > 0)");
    }
  }

  static void require(int window, int kernel) {
    require(window);
    if (kernel < 1 || kernel % 2 == 0) {
      throw new IllegalArgumentException("Invalid kernel: " + kernel + " (must be odd and > 0)");
    }
  }
}
