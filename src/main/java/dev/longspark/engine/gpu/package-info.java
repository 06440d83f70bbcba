/**
 * CUDA devices without libtorch. In comes a {@link dev.longspark.engine.Device}; out come {@link
 * dev.longspark.engine.gpu.GpuFacts}, readings of memory, or the reason why this process has no
 * driver. A kernel of our own, {@link dev.longspark.engine.gpu.PackedAttention}, takes addresses of
 * tensors and queues its work on the stream where libtorch computes.
 *
 * <p>JCuda calls the driver, which is loaded once per process, at the first question; JNA calls
 * NVRTC, which PyTorch brings under a file name that JCuda does not look for, and NVML, which
 * counts energy. A kernel is a file in {@code cuda/}, compiled for the device at hand, and lives as
 * long as the decoder that uses it.
 *
 * <p>Start reading at {@link dev.longspark.engine.gpu.CudaDriver}.
 */
package dev.longspark.engine.gpu;
