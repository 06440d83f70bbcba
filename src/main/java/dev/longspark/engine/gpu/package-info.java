/**
 * What the CUDA driver tells about devices. In comes a {@link dev.longspark.engine.Device}; out
 * come {@link dev.longspark.engine.gpu.GpuFacts}, readings of memory as values, or the reason why
 * this process has no driver.
 *
 * <p>The driver's library is loaded once per process, at the first question, and needs nothing but
 * the driver: no CUDA toolkit, no libtorch.
 *
 * <p>Start reading at {@link dev.longspark.engine.gpu.CudaDriver}.
 */
package dev.longspark.engine.gpu;
