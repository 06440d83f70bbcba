package dev.longspark.engine.decoder;

import dev.longspark.engine.ModelShape;
import dev.longspark.engine.Precision;
import dev.longspark.engine.cache.CachePolicy;
import dev.longspark.engine.cache.Storage;
import dev.longspark.engine.checkpoint.Checkpoint;
import dev.longspark.engine.checkpoint.WeightFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A model whose weights are loaded, of any family of {@link dev.longspark.engine.family.Families}.
 *
 * <p>Sequences of one decoder may be interleaved. On one device, calls come from one thread at a
 * time; on several, each sequence may have a thread of its own, and they meet each other at no
 * device.
 */
public final class Decoder implements AutoCloseable {
  private final ModelShape shape;
  private final Precision precision;
  private final List<Stage> stages;

  private Decoder(ModelShape shape, Precision precision, List<Stage> stages) {
    this.shape = shape;
    this.precision = precision;
    this.stages = List.copyOf(stages);
  }

  /**
   * Loads a model.
   *
   * @param placement of all its layers
   * @param prefillChunk tokens of a prompt that pass through a layer at once; bounds the memory of
   *     activations, does not change the result
   * @throws dev.longspark.engine.OutOfDeviceMemoryException if a device has no room for the weights
   */
  public static Decoder load(
      Checkpoint checkpoint, WeightFormat format, Placement placement, int prefillChunk) {
    requireFits(checkpoint.shape(), placement, prefillChunk);
    List<Stage> stages = new ArrayList<>();
    try {
      for (Placement.Range range : placement.ranges()) {
        stages.add(Stage.load(checkpoint, format, range, prefillChunk));
      }
      return new Decoder(checkpoint.shape(), format.precision(), stages);
    } catch (RuntimeException e) {
      stages.forEach(Stage::close);
      throw e;
    }
  }

  private static void requireFits(ModelShape shape, Placement placement, int prefillChunk) {
    if (placement.layers() != shape.layers().size()) {
      throw new IllegalArgumentException(
          "Invalid placement: it has "
              + placement.layers()
              + " layers (the model has "
              + shape.layers().size()
              + ")");
    }
    if (prefillChunk < 1) {
      throw new IllegalArgumentException(
          "Invalid prefill chunk: " + prefillChunk + " tokens (must be > 0)");
    }
  }

  public ModelShape shape() {
    return shape;
  }

  public Precision precision() {
    return precision;
  }

  /** The bytes of all weights, counted from the tensors. */
  public long weightBytes() {
    return stages.stream().mapToLong(Stage::weightBytes).sum();
  }

  /** The native kernels at work, by what they do. */
  public Map<String, String> kernels() {
    return stages.get(0).kernels();
  }

  /** What attends from single tokens to caches of a policy. */
  public String tokenAttention(CachePolicy policy) {
    return stages.get(0).tokenAttention(policy);
  }

  /**
   * Begins a sample of which every token is kept; they may come in any pieces.
   *
   * @param capacity tokens of prompt and answer together
   * @throws IllegalArgumentException if the storage cannot keep this model's keys and values
   * @throws dev.longspark.engine.OutOfDeviceMemoryException if a device has no room for the cache
   */
  public DecoderSequence begin(Storage store, int capacity) {
    store.requireFits(shape);
    return DecoderSequence.begin(shape, stages, store, new long[0], capacity);
  }

  /**
   * Begins a sample.
   *
   * @param prompt ids of the first pass, from which the policy chooses those that stay
   * @param later tokens after it
   * @throws IllegalArgumentException if the policy cannot keep this model's keys and values, or the
   *     prompt is too short for it
   * @throws dev.longspark.engine.OutOfDeviceMemoryException if a device has no room for the cache
   */
  public DecoderSequence begin(CachePolicy policy, long[] prompt, int later) {
    int capacity = Math.addExact(prompt.length, later);
    policy.requireFits(shape);
    obstacle(policy, prompt.length, later)
        .ifPresent(
            reason -> {
              throw new IllegalArgumentException(reason);
            });
    return DecoderSequence.begin(shape, stages, policy, prompt, capacity);
  }

  /**
   * Why a policy cannot choose from a prompt of some tokens; empty if it can.
   *
   * @param later tokens after it
   */
  public Optional<String> obstacle(CachePolicy policy, int prompt, int later) {
    return policy.obstacle(shape.seeing(Math.addExact(prompt, later)).size(), prompt);
  }

  /**
   * Reads one token of each of several sequences and gives the most likely next ids. Every matrix
   * is multiplied once by all rows, so that its weights are read once; a sequence's ids are those
   * of {@link DecoderSequence#step}, up to the rounding of products of another size.
   *
   * @param sequences of this decoder, different ones, each behind its prompt
   * @param ids of each the last token
   * @throws IllegalArgumentException if an id is not in the vocabulary or a capacity is exceeded
   * @throws dev.longspark.engine.OutOfDeviceMemoryException if a device has no room; after this and
   *     any other failure of native code the sequences must not be used again
   */
  public int[] step(List<DecoderSequence> sequences, int[] ids) {
    if (sequences.isEmpty() || sequences.size() != ids.length) {
      throw new IllegalArgumentException(
          "Invalid step: " + ids.length + " ids for " + sequences.size() + " sequences");
    }
    return sequences.size() == 1
        ? new int[] {sequences.get(0).step(ids[0])}
        : new SharedStep(stages, sequences).run(ids);
  }

  @Override
  public void close() {
    stages.forEach(Stage::close);
  }
}
