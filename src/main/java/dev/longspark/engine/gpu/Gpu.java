package dev.longspark.engine.gpu;

import dev.longspark.engine.BrokenDeviceException;
import dev.longspark.engine.OutOfDeviceMemoryException;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import jcuda.CudaException;
import jcuda.driver.CUcontext;
import jcuda.driver.CUdevice;
import jcuda.driver.CUdevice_attribute;
import jcuda.driver.JCudaDriver;

/**
 * One CUDA device as the driver sees it.
 *
 * <p>Work is done in the device's primary context, the one that libtorch works in too, so that both
 * see the same memory and wait for each other on the same default stream.
 */
public final class Gpu {
  private static final String NO_MEMORY = "CUDA_ERROR_OUT_OF_MEMORY";
  private static final String REFUSED = "CUDA_ERROR_INVALID_";
  private static final int NAME_BYTES = 256;
  private static final long HERTZ_PER_KILOHERTZ = 1000;
  private static final int TRANSFERS_PER_CLOCK = 2;

  private final CUdevice device;
  private final GpuFacts facts;
  private CUcontext context; // null until something is done in it: a context takes device memory

  private Gpu(CUdevice device) {
    this.device = device;
    facts = read(device);
  }

  static Gpu open(int index) {
    CUdevice device = new CUdevice();
    JCudaDriver.cuDeviceGet(device, index);
    return new Gpu(device);
  }

  /** What does not change. */
  public GpuFacts facts() {
    return facts;
  }

  /**
   * The device's memory as the driver counts it now: of all processes, contexts and allocators'
   * reserves included.
   */
  public GpuMemory memory() {
    return inContext(
        () -> {
          long[] free = new long[1];
          long[] total = new long[1];
          JCudaDriver.cuMemGetInfo(free, total);
          return new GpuMemory(free[0], total[0]);
        });
  }

  /** Whether this device reads the other's memory without a copy through the host. */
  public boolean reaches(Gpu other) {
    int[] can = new int[1];
    JCudaDriver.cuDeviceCanAccessPeer(can, device, other.device);
    return can[0] != 0;
  }

  /**
   * Does something with this device as the calling thread's current one, and leaves the thread as
   * it was.
   *
   * @throws OutOfDeviceMemoryException if the device has no room
   * @throws BrokenDeviceException if it is of no more use to this process
   * @throws IllegalStateException if the driver refuses what it is asked for
   */
  <T> T inContext(Supplier<T> work) {
    try {
      JCudaDriver.cuCtxPushCurrent(context());
      try {
        return work.get();
      } finally {
        JCudaDriver.cuCtxPopCurrent(new CUcontext());
      }
    } catch (CudaException e) {
      throw failure(e);
    }
  }

  private RuntimeException failure(CudaException e) {
    String code = String.valueOf(e.getMessage());
    String message = "Cannot work on " + facts.name() + " at " + facts.busId() + ": " + code;
    if (code.contains(NO_MEMORY)) {
      return new OutOfDeviceMemoryException(message, e);
    }
    return code.contains(REFUSED)
        ? new IllegalStateException(message, e)
        : new BrokenDeviceException(message, e);
  }

  /** Retained once and never released: libtorch keeps it as long as the process lives. */
  private synchronized CUcontext context() {
    if (context == null) {
      CUcontext primary = new CUcontext();
      JCudaDriver.cuDevicePrimaryCtxRetain(primary, device);
      context = primary;
    }
    return context;
  }

  private static GpuFacts read(CUdevice device) {
    byte[] name = new byte[NAME_BYTES];
    JCudaDriver.cuDeviceGetName(name, NAME_BYTES, device);
    long[] bytes = new long[1];
    JCudaDriver.cuDeviceTotalMem(bytes, device);
    String[] busId = new String[1];
    JCudaDriver.cuDeviceGetPCIBusId(busId, NAME_BYTES, device);
    long clock =
        attribute(CUdevice_attribute.CU_DEVICE_ATTRIBUTE_MEMORY_CLOCK_RATE, device)
            * HERTZ_PER_KILOHERTZ;
    long width = attribute(CUdevice_attribute.CU_DEVICE_ATTRIBUTE_GLOBAL_MEMORY_BUS_WIDTH, device);
    return new GpuFacts(
        new String(name, StandardCharsets.UTF_8).replaceAll("\0.*", ""),
        attribute(CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR, device),
        attribute(CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR, device),
        attribute(CUdevice_attribute.CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT, device),
        bytes[0],
        TRANSFERS_PER_CLOCK * clock * width / Byte.SIZE,
        busId[0].strip());
  }

  private static int attribute(int attribute, CUdevice device) {
    int[] value = new int[1];
    JCudaDriver.cuDeviceGetAttribute(value, attribute, device);
    return value[0];
  }
}
