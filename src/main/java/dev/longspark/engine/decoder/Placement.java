package dev.longspark.engine.decoder;

import dev.longspark.engine.Device;
import dev.longspark.engine.LayerShape;
import dev.longspark.engine.ModelShape;
import java.io.Serializable;
import java.util.ArrayList;
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

  /**
   * Layers spread over devices so that each holds about as many weights, in layer order. A model
   * with fewer layers than devices leaves the last devices empty.
   */
  public static Placement spread(ModelShape shape, List<Device> devices) {
    List<LayerShape> layers = shape.layers();
    double total = shape.parameters();
    long placed = shape.embeddingParameters();
    List<Range> ranges = new ArrayList<>();
    int first = 0;
    for (int end = 1; end <= layers.size(); end++) {
      placed += layers.get(end - 1).parameters(shape.hidden());
      boolean last = end == layers.size();
      double nextHalf = last ? 0 : layers.get(end).parameters(shape.hidden()) / 2.0;
      int full = ranges.size() + 1; // devices in use, the one being filled included
      if (last || (full < devices.size() && placed + nextHalf > total * full / devices.size())) {
        ranges.add(new Range(devices.get(ranges.size()), first, end));
        first = end;
      }
    }
    return new Placement(ranges);
  }

  public int layers() {
    return ranges.get(ranges.size() - 1).end();
  }
}
