package dev.longspark.engine.cache;

import dev.longspark.engine.AttentionShape;
import dev.longspark.engine.Device;
import dev.longspark.engine.Precision;
import dev.longspark.engine.gpu.CudaDriver;
import dev.longspark.engine.gpu.Gpu;
import dev.longspark.engine.gpu.Nvrtc;
import dev.longspark.engine.gpu.PackedAttention;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Kernels of our own that attend from single tokens to the caches of some layers, on one device,
 * where libtorch has none that reads packed codes.
 */
public final class TokenKernels implements AutoCloseable {
  private final Map<PackedAttention.Shape, PackedAttention> compiled = new HashMap<>();
  private final List<PackedAttention> ofLayers = new ArrayList<>();

  private TokenKernels() {}

  /**
   * Why single tokens are left to TorchScript; empty if kernels can be compiled.
   *
   * @param attentions of the layers that have any
   */
  public static Optional<String> obstacle(
      CachePolicy policy,
      Device device,
      List<AttentionShape.Full> attentions,
      Precision precision) {
    if (!device.isCuda()) {
      return Optional.of("the kernel is for CUDA devices");
    }
    for (AttentionShape.Full attention : attentions) {
      Optional<PackedAttention.Shape> shape = policy.kernelShape(attention, precision);
      if (shape.isEmpty()) {
        return Optional.of("there is no kernel for this cache policy, a window or capped scores");
      }
      if (shape.get().misfit().isPresent()) {
        return shape.get().misfit().map("the kernel does not take "::concat);
      }
    }
    return CudaDriver.ofProcess().absence().or(() -> Nvrtc.ofProcess().absence());
  }

  /**
   * Compiles what the layers need, each shape once.
   *
   * @throws IllegalStateException with the compiler's or the driver's words if that fails
   */
  public static TokenKernels compile(
      CachePolicy policy,
      Device device,
      List<AttentionShape.Full> attentions,
      Precision precision) {
    Gpu gpu = CudaDriver.ofProcess().gpu(device);
    TokenKernels kernels = new TokenKernels();
    for (AttentionShape.Full attention : attentions) {
      PackedAttention.Shape shape = policy.kernelShape(attention, precision).orElseThrow();
      kernels.ofLayers.add(
          kernels.compiled.computeIfAbsent(shape, each -> PackedAttention.compile(gpu, each)));
    }
    return kernels;
  }

  /** The kernel of the index-th layer that has attention. */
  PackedAttention of(int index) {
    return ofLayers.get(index);
  }

  @Override
  public void close() {
    compiled.values().forEach(PackedAttention::close);
  }
}
