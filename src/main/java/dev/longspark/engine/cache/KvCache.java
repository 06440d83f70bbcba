package dev.longspark.engine.cache;

import dev.longspark.engine.torchscript.ScriptProgram;
import dev.longspark.engine.torchscript.ScriptValue;
import dev.longspark.engine.torchscript.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The keys and values of one sample in one decoder program.
 *
 * <p>Closing gives all memory back at once, not at some garbage collection.
 */
public final class KvCache implements AutoCloseable {
  private final ScriptProgram program;
  private final long sequence;

  private KvCache(ScriptProgram program, long sequence) {
    this.program = program;
    this.sequence = sequence;
  }

  /**
   * Opens a cache for a sample. A storage takes all its memory now; a policy that drops tokens
   * takes it when it has chosen.
   *
   * @param program a decoder program, {@code torchscript/decoder.py}
   * @param kept tokens of the prompt that stay in each of the program's attentions; empty where all
   *     do
   * @param prompt ids of the first pass; empty where every token stays
   * @param first the number of the program's first attention among the model's
   * @param capacity tokens of prompt and answer together
   * @throws dev.longspark.engine.OutOfDeviceMemoryException if the device has no room
   */
  public static KvCache open(
      ScriptProgram program,
      CachePolicy policy,
      List<Integer> kept,
      long[] prompt,
      int first,
      int capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException(
          "Invalid cache capacity: " + capacity + " tokens (must be > 0)");
    }
    Storage store = policy.store();
    long sequence =
        program.callLong(
            "open",
            store.program(),
            KindSettings.of(store),
            policy.keep().map(Retention::program).orElse(CacheKinds.ALL),
            policy.keep().map(KindSettings::of).orElse(Map.of()),
            kept.stream().mapToLong(Integer::longValue).toArray(),
            policy.isRerotated(),
            prompt.length,
            Arrays.hashCode(prompt),
            first,
            capacity);
    return new KvCache(program, sequence);
  }

  /** Opens a cache that keeps every token. */
  public static KvCache open(ScriptProgram program, Storage store, int capacity) {
    return open(program, store, List.of(), new long[0], 0, capacity);
  }

  /** The number by which the program's methods know this sample. */
  public long sequence() {
    return sequence;
  }

  ScriptProgram program() {
    return program;
  }

  /** The bytes that the cache holds now, counted from its tensors. */
  public long bytes() {
    return program.callLong("cache_bytes", sequence);
  }

  /**
   * Where the tokens of the prompt stood that one of the program's attentions kept, ascending: a
   * list for each key-value head. Empty while all are there.
   */
  public List<List<Integer>> kept(int attention) {
    List<List<Integer>> heads = new ArrayList<>();
    try (ScriptValue kept = program.call("kept", sequence, attention)) {
      for (ScriptValue part : kept.parts()) {
        try (part;
            Tensor positions = part.toTensor()) {
          heads.add(Arrays.stream(positions.toLongArray()).mapToObj(Math::toIntExact).toList());
        }
      }
    }
    return heads;
  }

  /**
   * How many tokens of the prompt each of the program's attentions kept: the mean over its heads.
   * Empty while all are there.
   */
  public List<Integer> keptCounts() {
    return Arrays.stream(program.callLongs("kept_counts", sequence))
        .mapToObj(Math::toIntExact)
        .toList();
  }

  /** Lets the next token stand at a position. */
  public void moveTo(int position) {
    program.run("move_to", sequence, position);
  }

  @Override
  public void close() {
    program.run("close", sequence);
  }
}
