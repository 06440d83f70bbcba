package dev.longspark.engine.decoder;

import dev.longspark.engine.Device;
import dev.longspark.engine.checkpoint.WeightFormat;
import dev.longspark.engine.family.DecoderModel;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

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
   * Layers spread over devices so that each holds about as many bytes of weights, in layer order. A
   * model with fewer layers than devices leaves the last devices empty.
   */
  public static Placement spread(DecoderModel model, WeightFormat format, List<Device> devices) {
    int layers = model.shape().layers().size();
    LayerSizes sizes = new LayerSizes(model, format);
    // Counted as for the whole, or a tied output matrix would be missing.
    double total = sizes.embedding() + sizes.layers(0, layers) + sizes.output(devices.size());
    long placed = sizes.embedding();
    List<Range> ranges = new ArrayList<>();
    int first = 0;
    for (int end = 1; end <= layers; end++) {
      placed += sizes.layers(end - 1, end);
      boolean last = end == layers;
      double nextHalf = last ? 0 : sizes.layers(end, end + 1) / 2.0;
      int full = ranges.size() + 1; // devices in use, the one being filled included
      if (last || (full < devices.size() && placed + nextHalf > total * full / devices.size())) {
        ranges.add(new Range(devices.get(ranges.size()), first, end));
        first = end;
      }
    }
    return new Placement(ranges);
  }

  /** The bytes of weights that each range holds, embedding and output matrix included. */
  public List<Long> weightBytes(DecoderModel model, WeightFormat format) {
    LayerSizes sizes = new LayerSizes(model, format);
    return ranges.stream()
        .map(
            range ->
                sizes.layers(range.first(), range.end())
                    + (range.first() == 0 ? sizes.embedding() : 0)
                    + (range.end() == layers() ? sizes.output(ranges.size()) : 0))
        .toList();
  }

  /** What the parts of a model weigh. */
  private record LayerSizes(DecoderModel model, WeightFormat format) {
    private long embedding() {
      return model.shape().embeddingParameters() * format.precision().bytes();
    }

    private long layers(int first, int end) {
      return IntStream.range(first, end).mapToLong(i -> format.layerBytes(model, i)).sum();
    }

    /**
     * Final norm and output matrix; a tied one is there again where it is far from the embedding.
     */
    private long output(int stages) {
      long rest =
          format.weightBytes(model) - embedding() - layers(0, model.shape().layers().size());
      return model.shape().tiedEmbeddings() && stages > 1 ? rest + embedding() : rest;
    }
  }

  public int layers() {
    return ranges.get(ranges.size() - 1).end();
  }
}
