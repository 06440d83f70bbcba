package dev.longspark.plan;

import java.util.ArrayList;
import java.util.List;

/**
 * Consecutive layers over several devices, so that the fullest device holds as little as possible.
 * The first device also holds the embedding, the last one the output matrix.
 */
final class LayerPlacement {
  private LayerPlacement() {}

  /**
   * Where each device's layers end.
   *
   * @param layerBytes of each layer
   * @param first bytes beside the layers on the first device
   * @param last bytes beside the layers on the last device
   * @param devices at least 1
   * @return for each device, the index after its last layer; the last entry is the number of layers
   */
  static List<Integer> ends(List<Long> layerBytes, long first, long last, int devices) {
    long low = 0;
    long high = first + last + layerBytes.stream().mapToLong(Long::longValue).sum();
    while (low < high) {
      long middle = low + (high - low) / 2;
      if (fill(layerBytes, first, last, devices, middle).isEmpty()) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return fill(layerBytes, first, last, devices, high);
  }

  /** Fills device after device up to a limit; empty if the layers are not all placed then. */
  private static List<Integer> fill(
      List<Long> layerBytes, long first, long last, int devices, long limit) {
    List<Integer> ends = new ArrayList<>();
    int layer = 0;
    for (int device = 0; device < devices; device++) {
      long used = (device == 0 ? first : 0) + (device == devices - 1 ? last : 0);
      if (used > limit) {
        return List.of();
      }
      while (layer < layerBytes.size() && used + layerBytes.get(layer) <= limit) {
        used += layerBytes.get(layer);
        layer++;
      }
      ends.add(layer);
    }
    return layer == layerBytes.size() ? ends : List.of();
  }
}
