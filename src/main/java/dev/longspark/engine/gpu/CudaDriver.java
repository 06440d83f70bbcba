package dev.longspark.engine.gpu;

import dev.longspark.engine.Device;
import dev.longspark.files.PrivateFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import jcuda.CudaException;
import jcuda.driver.JCudaDriver;

/**
 * The CUDA driver of this process, or the reason why it has none.
 *
 * <p>Most machines have none: that is a value, not a failure, until somebody asks for a device.
 */
public final class CudaDriver {
  private static final String TEMPORARY = "java.io.tmpdir";

  private final String absence;
  private final int version;
  private final Map<Integer, Gpu> gpus = new ConcurrentHashMap<>();

  private CudaDriver(String absence, int version) {
    this.absence = absence;
    this.version = version;
  }

  /** Initialization-on-demand: native code is loaded once per process, at the first question. */
  private static final class Holder {
    private static final CudaDriver DRIVER = load();
  }

  /** The driver, loaded at the first call. */
  public static CudaDriver ofProcess() {
    return Holder.DRIVER;
  }

  /** Why no device can be used; empty if one can. */
  public Optional<String> absence() {
    return absence.isEmpty() ? Optional.empty() : Optional.of(absence);
  }

  /** The newest CUDA that the driver runs, such as 12.8. */
  public String version() {
    return version / 1000 + "." + version % 1000 / 10;
  }

  /** The devices that this process sees, from 0 on. */
  public int devices() {
    int[] count = new int[1];
    if (absence.isEmpty()) {
      JCudaDriver.cuDeviceGetCount(count);
    }
    return count[0];
  }

  /**
   * A device; the number is the one that PyTorch uses.
   *
   * @throws IllegalStateException if there is no driver or no such device, with the reason
   */
  public Gpu gpu(Device device) {
    if (!absence.isEmpty()) {
      throw new IllegalStateException("Cannot use device " + device + ": " + absence);
    }
    if (!device.isCuda()) {
      throw new IllegalArgumentException("Invalid device: " + device + " (must be cuda:INDEX)");
    }
    if (device.index() >= devices()) {
      throw new IllegalStateException(
          "Cannot use device %s: this process sees %d CUDA devices, from 0 on (check CUDA_VISIBLE_DEVICES)"
              .formatted(device, devices()));
    }
    return gpus.computeIfAbsent(device.index(), Gpu::open);
  }

  /**
   * What devices are and how the layers' hidden states get from each to the next, a line for each;
   * without a driver, why there is nothing to tell.
   */
  public List<String> describe(List<Device> devices) {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < devices.size(); i++) {
      Device device = devices.get(i);
      if (!absence.isEmpty()) {
        lines.add(device + ": unknown, " + absence);
        continue;
      }
      Gpu gpu = gpu(device);
      lines.add(
          "%s: %s, driver for CUDA %s, %s, %s"
              .formatted(device, gpu.facts(), version(), compiler(), energy(gpu.facts())));
      if (i > 0) {
        Device before = devices.get(i - 1);
        String way = gpu.reaches(gpu(before)) ? "directly" : "through the host's memory";
        lines.add(before + " to " + device + ": " + way);
      }
    }
    return lines;
  }

  private static String compiler() {
    Nvrtc nvrtc = Nvrtc.ofProcess();
    return nvrtc
        .absence()
        .map("no kernels of our own: "::concat)
        .orElseGet(() -> "NVRTC " + nvrtc.version());
  }

  private static String energy(GpuFacts gpu) {
    return Nvml.ofProcess().absence(gpu).map("no energy: "::concat).orElse("energy by NVML");
  }

  private static CudaDriver load() {
    try {
      loadInTurn();
      JCudaDriver.cuInit(0);
      int[] version = new int[1];
      JCudaDriver.cuDriverGetVersion(version);
      return new CudaDriver("", version[0]);
    } catch (CudaException e) {
      return new CudaDriver(
          "the NVIDIA driver finds no device that it can use ("
              + e.getMessage()
              + "; check nvidia-smi and CUDA_VISIBLE_DEVICES)",
          0);
    } catch (LinkageError e) {
      return new CudaDriver(
          "the CUDA driver cannot be loaded ("
              + reason(e)
              + "; libcuda.so.1 comes with the NVIDIA driver, and a container needs NVIDIA's runtime)",
          0);
    }
  }

  /**
   * JCuda unpacks its library into the temporary folder, or loads what has its name there already:
   * so that folder is one of the user's own, and processes take turns, so that none loads half a
   * file.
   */
  private static void loadInTurn() {
    try {
      Path folder = PrivateFolder.require(PrivateFolder.ofNode());
      try (FileChannel channel =
          FileChannel.open(
              folder.resolve("jcuda.lock"),
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE,
              LinkOption.NOFOLLOW_LINKS)) {
        FileLock held = channel.lock();
        String shared = System.getProperty(TEMPORARY);
        System.setProperty(TEMPORARY, folder.toString());
        try {
          JCudaDriver.setExceptionsEnabled(true);
        } finally {
          System.setProperty(TEMPORARY, shared);
        }
        held.release();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot unpack JCuda's library", e);
    }
  }

  /** The loader's own words, from a message of many lines that also tells the way there. */
  private static String reason(LinkageError e) {
    String message = String.valueOf(e.getMessage());
    return message
        .lines()
        .filter(line -> line.contains("libcuda"))
        .findFirst()
        .orElse(message.lines().findFirst().orElse("no reason given"))
        .strip();
  }
}
