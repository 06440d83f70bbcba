package dev.longspark.engine.cache;

import dev.longspark.engine.torchscript.ScriptProgram;

/**
 * The keys and values of one sample in one decoder program.
 *
 * <p>Opening takes all memory that the policy plans for the capacity; closing gives it back at
 * once, not at some garbage collection.
 */
public final class KvCache implements AutoCloseable {
  private final ScriptProgram program;
  private final long sequence;

  private KvCache(ScriptProgram program, long sequence) {
    this.program = program;
    this.sequence = sequence;
  }

  /**
   * Takes the memory for a sample.
   *
   * @param program a decoder program, {@code torchscript/decoder.py}
   * @param capacity tokens of prompt and answer together
   * @throws dev.longspark.engine.OutOfDeviceMemoryException if the device has no room
   */
  public static KvCache open(ScriptProgram program, CachePolicy policy, int capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException(
          "Invalid cache capacity: " + capacity + " tokens (must be > 0)");
    }
    long[] settings = policy.settings().stream().mapToLong(Long::longValue).toArray();
    return new KvCache(program, program.callLong("open", policy.program(), capacity, settings));
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

  @Override
  public void close() {
    program.run("close", sequence);
  }
}
