package dev.longspark.forecast;

import dev.longspark.config.Study;
import dev.longspark.engine.Device;
import dev.longspark.engine.LayerShape;
import dev.longspark.engine.ModelShape;
import dev.longspark.engine.checkpoint.WeightFormat;
import dev.longspark.engine.decoder.Placement;
import dev.longspark.engine.decoder.Placement.Range;
import dev.longspark.engine.family.DecoderModel;
import dev.longspark.plan.Technique;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Predicts what a replica's devices hold, from shapes alone.
 *
 * <p><em>Formula</em>, per device: weights of its layers + cache of its layers for all tokens +
 * working memory ({@link ActivationModel}) + the last position's logits; cache and logits for each
 * of the samples that are decoded together, all of this length. <em>Source:</em> the paper's
 * "Memory Growth For Long Context", corrected: the cache is as wide as the key-value heads (not
 * hidden / G), the output matrix is part of the weights (not counted again as logits), activations
 * are those of one layer and one chunk, attention is never materialized, and bytes are bytes.
 */
final class MemoryModel {
  /** Logits in the model's precision and once more in float32. */
  private static final int LOGIT_BYTES = 2 * Float.BYTES;

  private static final double GIGA = 1e9;

  private static final int LONGEST = 1 << 24;

  private final DecoderModel model;
  private final ModelShape shape;
  private final Technique technique;
  private final WeightFormat weights;
  private final ActivationModel activations;
  private final int samplesInFlight;
  private final int rows; // of one pass
  private final List<Share> shares;

  /** The layers that one device holds, the first one's number, and the bytes of its weights. */
  private record Share(int first, List<LayerShape> layers, long weightBytes) {
    /** Of one number for each of the model's layers, those of this device together. */
    long sum(List<Long> ofLayers) {
      return ofLayers.subList(first, first + layers.size()).stream()
          .mapToLong(Long::longValue)
          .sum();
    }

    @Override
    public String toString() {
      int last = first + layers.size() - 1;
      return String.format(
          Locale.ROOT, "layers %d to %d (%.2f GB)", first, last, weightBytes / GIGA);
    }
  }

  MemoryModel(
      DecoderModel model,
      Technique technique,
      WeightFormat weights,
      int prefillChunk,
      int devices,
      Study.Pipeline pipeline) {
    this.rows = technique.batching().size();
    this.samplesInFlight = pipeline == Study.Pipeline.FILLED ? devices : rows;
    this.model = model;
    this.shape = model.shape();
    this.technique = technique;
    this.weights = weights;
    this.activations = new ActivationModel(shape, weights, prefillChunk);
    this.shares = shares(devices);
  }

  private List<Share> shares(int devices) {
    List<Device> all = IntStream.range(0, devices).mapToObj(Device::cuda).toList();
    Placement placement = Placement.spread(model, weights, all);
    List<Long> bytes = placement.weightBytes(model, weights);
    List<Share> placed = new ArrayList<>();
    for (Range range : placement.ranges()) {
      List<LayerShape> layers = shape.layers().subList(range.first(), range.end());
      placed.add(new Share(range.first(), layers, bytes.get(placed.size())));
    }
    return placed;
  }

  /** What all devices hold together at one prompt's end. */
  long allDevices(int promptTokens, int newTokens) {
    return at(promptTokens, newTokens).stream().mapToLong(DeviceMemory::total).sum();
  }

  /**
   * The peak while a prompt is answered, one entry per device.
   *
   * @param promptTokens that the model reads
   * @param newTokens at most; the last one is not fed back, so it is in no cache
   */
  List<DeviceMemory> at(int promptTokens, int newTokens) {
    List<Long> cacheBytes =
        technique
            .cache()
            .layerBytes(shape, weights.precision(), promptTokens, Math.max(0, newTokens - 1));
    List<DeviceMemory> devices = new ArrayList<>();
    for (Share share : shares) {
      boolean last = devices.size() == shares.size() - 1;
      devices.add(
          new DeviceMemory(
              share.weightBytes(),
              samplesInFlight * share.sum(cacheBytes),
              activations.bytes(share.layers(), promptTokens),
              last ? (long) rows * shape.vocabulary() * LOGIT_BYTES : 0));
    }
    return devices;
  }

  /** What each device holds of the weights, in layer order. */
  String placement() {
    return shares.stream().map(Share::toString).collect(Collectors.joining(" | "));
  }

  /** The fullest device at a prompt length. */
  DeviceMemory fullest(int promptTokens, int newTokens) {
    List<DeviceMemory> devices = at(promptTokens, newTokens);
    DeviceMemory fullest = devices.get(0);
    for (DeviceMemory device : devices) {
      fullest = device.total() > fullest.total() ? device : fullest;
    }
    return fullest;
  }

  /** The most samples of one length that fit together into a device's memory, 0 if none does. */
  int largestBatch(long deviceBytes, int promptTokens, int newTokens) {
    long largest = Integer.MAX_VALUE;
    for (DeviceMemory device : at(promptTokens, newTokens)) {
      long ofOne = Math.max(1, device.cache() / samplesInFlight + device.logits() / rows);
      long free = deviceBytes - device.weights() - device.activations();
      largest = Math.min(largest, Math.max(0, free / ofOne));
    }
    return Math.toIntExact(largest);
  }

  /** The longest prompt that fits a device's memory, 0 if none does. */
  int longestPrompt(long deviceBytes, int newTokens) {
    int low = 0;
    int high = LONGEST;
    while (low < high) {
      int middle = low + (high - low + 1) / 2;
      if (fullest(middle, newTokens).total() <= deviceBytes) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }
}
