package dev.longspark.engine.cache;

import dev.longspark.engine.gpu.PackedAttention;
import dev.longspark.engine.torchscript.ScriptProgram;
import dev.longspark.engine.torchscript.ScriptValue;
import dev.longspark.engine.torchscript.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes single tokens of one sample through the layers of a decoder program, which halts at every
 * attention; there our kernel reads the query and the cache where they lie, and writes the answer.
 *
 * <p>The host only queues work: program and kernel share the device's default stream.
 */
public final class TokenPass {
  private static final int NEW_KEYS = 6;
  private static final int NEW_VALUES = 7;

  private final ScriptProgram program;
  private final long sequence;
  private final TokenKernels kernels;
  private final List<PackedAttention.Layer> layers = new ArrayList<>(); // empty: not looked up yet
  private long query;
  private long answer;

  /**
   * Nothing is done yet.
   *
   * @param cache of the sample
   */
  public TokenPass(KvCache cache, TokenKernels kernels) {
    program = cache.program();
    sequence = cache.sequence();
    this.kernels = kernels;
  }

  /** To be called after a pass of another kind: the cache may have taken other memory. */
  public void forgetMemory() {
    layers.clear();
  }

  /**
   * Takes the next token, not the first of its sample, through all layers.
   *
   * @param hidden [1, hidden]
   * @return its states behind the last layer
   */
  public Tensor run(Tensor hidden) {
    if (layers.isEmpty()) {
      lookUp();
    }
    long[] lengths = program.callLongs("begin_halting", sequence, hidden);
    for (int index = 0; program.callBoolean("go_on", sequence, index); index++) {
      int packed = Math.toIntExact(lengths[2 * index]);
      int recent = Math.toIntExact(lengths[2 * index + 1]);
      kernels.of(index).run(query, layers.get(index), packed, recent, answer);
    }
    return program.callTensor("halting", sequence);
  }

  private void lookUp() {
    List<Long> exchange = addresses(program.call("exchange"));
    query = exchange.get(0);
    answer = exchange.get(1);
    long count = program.callLong("attentions", sequence);
    for (int index = 0; index < count; index++) {
      layers.add(layer(index));
    }
  }

  private PackedAttention.Layer layer(int index) {
    long[] tokens = program.callLongs("cache_room", sequence, index);
    List<Long> at = addresses(program.call("cache_tensors", sequence, index));
    return new PackedAttention.Layer(
        at.get(0),
        at.get(1),
        at.get(2),
        at.get(3),
        at.get(4),
        at.get(5),
        at.get(NEW_KEYS),
        at.get(NEW_VALUES),
        Math.toIntExact(tokens[0]),
        Math.toIntExact(tokens[1]));
  }

  /** The program keeps the tensors, so their memory stays when these handles are closed. */
  private static List<Long> addresses(ScriptValue tensors) {
    List<Long> addresses = new ArrayList<>();
    try (tensors) {
      for (ScriptValue part : tensors.parts()) {
        try (part;
            Tensor tensor = part.toTensor()) {
          addresses.add(tensor.address());
        }
      }
    }
    return addresses;
  }
}
