package dev.longspark.engine.gpu;

import dev.longspark.engine.Precision;
import java.util.Map;
import java.util.Optional;
import jcuda.Pointer;
import jcuda.driver.CUfunction;
import jcuda.driver.JCudaDriver;

/**
 * The kernel {@code cuda/packed_attention.cu}: attention of one token over 4-bit keys and values
 * that libtorch's allocator holds, on the stream where libtorch computes.
 */
public final class PackedAttention implements AutoCloseable {
  private static final int BITS = 4;
  private static final int MAX_ROWS = 8;
  private static final int FEW_ROWS = 4;
  private static final int THREADS = 128;

  /** Tokens that the warps of a block take in one turn: the shortest stretch worth a block. */
  private static final int TURN = 128;

  /** By their registers: what a multiprocessor runs at once. */
  private static final int BLOCKS_PER_MULTIPROCESSOR = 2;

  private final Gpu gpu;
  private final Shape shape;
  private final GpuModule module;
  private final CUfunction attend;
  private final CUfunction merge;

  private PackedAttention(Gpu gpu, Shape shape, GpuModule module) {
    this.gpu = gpu;
    this.shape = shape;
    this.module = module;
    attend = module.function("attend");
    merge = module.function("merge");
  }

  /**
   * What the kernel is compiled for.
   *
   * @param heads of the query
   * @param kvHeads that they share
   * @param headDim channels of a head
   * @param bits of a code
   * @param groupSize channels that share a scale
   * @param precision of everything that is not packed
   */
  public record Shape(
      int heads, int kvHeads, int headDim, int bits, int groupSize, Precision precision) {
    /** Why the kernel does not take this shape; empty if it does. */
    public Optional<String> misfit() {
      boolean isPowerOfTwo = headDim >= 16 && headDim <= 256 && Integer.bitCount(headDim) == 1;
      if (bits != BITS || precision == Precision.FP32) {
        return Optional.of(
            "codes of %d bits in %s (must be 4, FP16 or BF16)".formatted(bits, precision));
      }
      if (!isPowerOfTwo) {
        return Optional.of("heads of width %d (must be 16, 32, 64, 128 or 256)".formatted(headDim));
      }
      if (groupSize % run() != 0 || headDim % groupSize != 0) {
        return Optional.of(
            "groups of %d channels (must divide the head's width, %d)"
                .formatted(groupSize, headDim));
      }
      return Optional.empty();
    }

    /** The most query heads of a kv head that a block takes, so that it reads keys once for all. */
    int rows() {
      int group = heads / kvHeads;
      int rows = Math.min(group, MAX_ROWS);
      while (group % rows != 0) {
        rows--;
      }
      return rows;
    }

    /** Channels of either half of a head that a lane takes. */
    private int run() {
      return rows() <= FEW_ROWS ? 8 : 4;
    }

    KernelSource source() {
      return KernelSource.read(
          "packed_attention",
          Map.of(
              "HEAD_DIM",
              headDim,
              "ROWS",
              rows(),
              "GROUP",
              groupSize,
              "BFLOAT16",
              precision == Precision.BF16 ? 1 : 0));
    }
  }

  /**
   * The device addresses of one layer's tensors, as {@code torchscript/packed.py} has them.
   *
   * @param capacity tokens for which there is room in the packed ones
   * @param room tokens for which there is room in the new ones
   */
  public record Layer(
      long keyCodes,
      long keyScale,
      long keyLow,
      long valueCodes,
      long valueScale,
      long valueLow,
      long newKeys,
      long newValues,
      int capacity,
      int room) {}

  /**
   * Compiles the kernel and loads it.
   *
   * @throws IllegalStateException with the compiler's or the driver's words if that fails
   */
  public static PackedAttention compile(Gpu gpu, Shape shape) {
    byte[] code = Nvrtc.ofProcess().compile(shape.source(), gpu.facts().architecture());
    long floats = (stretches(gpu, shape) + 1L) * shape.heads() * (shape.headDim() + 2L);
    return new PackedAttention(gpu, shape, GpuModule.load(gpu, code, floats * Float.BYTES));
  }

  /**
   * Queues the attention of one token; libtorch's next work on this device waits for it.
   *
   * @param query device address of [heads, headDim]
   * @param packed tokens that are packed, at least one
   * @param recent tokens that are not, at least one
   * @param answer device address of [heads, headDim]
   */
  public void run(long query, Layer layer, int packed, int recent, long answer) {
    int turns = (packed + TURN - 1) / TURN;
    int most = stretches(gpu, shape);
    int span = (turns + most - 1) / most * TURN;
    int stretches = (packed + span - 1) / span + 1; // and one for the recent tokens
    Pointer sums = module.workspace(0);
    long sumBytes = (long) stretches * shape.heads() * shape.headDim() * Float.BYTES;
    Pointer totals = module.workspace(sumBytes);
    Pointer attended =
        Pointer.to(
            address(query),
            address(layer.keyCodes()),
            address(layer.keyScale()),
            address(layer.keyLow()),
            address(layer.valueCodes()),
            address(layer.valueScale()),
            address(layer.valueLow()),
            address(layer.newKeys()),
            address(layer.newValues()),
            number(layer.capacity()),
            number(layer.room()),
            number(shape.kvHeads()),
            number(packed),
            number(recent),
            number(span),
            Pointer.to(sums),
            Pointer.to(totals));
    Pointer merged =
        Pointer.to(Pointer.to(sums), Pointer.to(totals), number(stretches), address(answer));
    gpu.inContext(
        () -> {
          launch(attend, stretches, shape.heads() / shape.rows(), THREADS, attended);
          return launch(merge, shape.heads(), 1, shape.headDim(), merged);
        });
  }

  @Override
  public void close() {
    module.close();
  }

  /** As many stretches as fill the device once. */
  private static int stretches(Gpu gpu, Shape shape) {
    int blocks = BLOCKS_PER_MULTIPROCESSOR * gpu.facts().multiprocessors();
    return Math.max(1, blocks / (shape.heads() / shape.rows()));
  }

  /** Without a stream of its own: libtorch computes on the device's default stream. */
  private static int launch(CUfunction function, int x, int y, int threads, Pointer arguments) {
    return JCudaDriver.cuLaunchKernel(function, x, y, 1, threads, 1, 1, 0, null, arguments, null);
  }

  private static Pointer address(long value) {
    return Pointer.to(new long[] {value});
  }

  private static Pointer number(int value) {
    return Pointer.to(new int[] {value});
  }
}
