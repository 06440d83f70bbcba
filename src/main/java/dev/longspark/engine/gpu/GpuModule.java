package dev.longspark.engine.gpu;

import jcuda.CudaException;
import jcuda.Pointer;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUfunction;
import jcuda.driver.CUmodule;
import jcuda.driver.JCudaDriver;

/** Machine code in a device, and a piece of the device's memory for it to work in. */
final class GpuModule implements AutoCloseable {
  private final Gpu gpu;
  private final CUmodule module;
  private final CUdeviceptr workspace;

  private GpuModule(Gpu gpu, CUmodule module, CUdeviceptr workspace) {
    this.gpu = gpu;
    this.module = module;
    this.workspace = workspace;
  }

  /**
   * Loads machine code.
   *
   * @param workspaceBytes to be reserved until this is closed
   * @throws IllegalStateException if the driver does not take the code
   */
  static GpuModule load(Gpu gpu, byte[] code, long workspaceBytes) {
    return gpu.inContext(
        () -> {
          CUmodule module = new CUmodule();
          try {
            JCudaDriver.cuModuleLoadData(module, code);
          } catch (CudaException e) {
            throw new IllegalStateException(
                "Cannot load a compiled kernel into "
                    + gpu.facts().name()
                    + ": "
                    + e.getMessage()
                    + " (compiled by NVRTC "
                    + Nvrtc.ofProcess().version()
                    + ", the driver runs CUDA "
                    + CudaDriver.ofProcess().version()
                    + " and older: is it too old?)",
                e);
          }
          CUdeviceptr workspace = new CUdeviceptr();
          JCudaDriver.cuMemAlloc(workspace, workspaceBytes);
          return new GpuModule(gpu, module, workspace);
        });
  }

  CUfunction function(String name) {
    return gpu.inContext(
        () -> {
          CUfunction function = new CUfunction();
          JCudaDriver.cuModuleGetFunction(function, module, name);
          return function;
        });
  }

  Pointer workspace(long offset) {
    return workspace.withByteOffset(offset);
  }

  @Override
  public void close() {
    gpu.inContext(
        () -> {
          JCudaDriver.cuMemFree(workspace);
          return JCudaDriver.cuModuleUnload(module);
        });
  }
}
