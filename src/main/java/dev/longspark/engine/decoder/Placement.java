package dev.longspark.engine.decoder;

import dev.longspark.engine.Device;
import java.io.Serializable;
import java.util.List;
import java.util.Objects;

/**
 * Which layers live on which device: contiguous ranges in layer order, one after another like the
 * stages of a pipeline. The embedding lives with the first, the output matrix with the last.
 */
public record Placement(List<Range> ranges) implements Serializable {
  /**
   * Some consecutive layers on one device.
   *
   * @param first layer, from 0
   * @param end the layer after the last
   */
  public record Range(Device device, int first, int end) implements Serializable {
    public Range {
      Objects.requireNonNull(device, "device");
      if (first < 0 || end <= first) {
        throw new IllegalArgumentException(
            "Invalid layer range: " + first + " to " + end + " on " + device);
      }
    }
  }

  public Placement {
    ranges = List.copyOf(ranges);
    int next = 0;
    for (Range range : ranges) {
      if (range.first() != next) {
        throw new IllegalArgumentException(
            "Invalid placement: layers on "
                + range.device()
                + " begin at "
                + range.first()
                + " (must be "
                + next
                + ")");
      }
      next = range.end();
    }
    if (next == 0) {
      throw new IllegalArgumentException("Invalid placement: it has no layers");
    }
  }

  /** All layers on one device. */
  public static Placement on(Device device, int layers) {
    return new Placement(List.of(new Range(device, 0, layers)));
  }

  public int layers() {
    return ranges.get(ranges.size() - 1).end();
  }
}
