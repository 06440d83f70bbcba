package dev.longspark.engine.gpu;

import com.sun.jna.NativeLibrary;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The energy counters of NVIDIA's management library, which comes with the driver, or the reason
 * why this process has none.
 *
 * <p>A machine or a device without them is no failure: energy is then unknown.
 */
public final class Nvml {
  private static final String LIBRARY = "libnvidia-ml.so.1";
  private static final String START = "nvmlInit_v2";
  private static final String DEVICE = "nvmlDeviceGetHandleByPciBusId_v2";
  private static final String ENERGY = "nvmlDeviceGetTotalEnergyConsumption";
  private static final String MESSAGE = "nvmlErrorString";

  private final List<NativeLibrary> library; // one, or none
  private final String absence;

  private Nvml(List<NativeLibrary> library, String absence) {
    this.library = library;
    this.absence = absence;
  }

  /** Initialization-on-demand: native code is loaded once per process, at the first question. */
  private static final class Holder {
    private static final Nvml NVML = load(LIBRARY);
  }

  /** The library, loaded and started at the first call; it stays so until the process ends. */
  public static Nvml ofProcess() {
    return Holder.NVML;
  }

  /** Why no counter can be read; empty if the library is there, whatever its devices offer. */
  public Optional<String> absence() {
    return absence.isEmpty() ? Optional.empty() : Optional.of(absence);
  }

  /** Why the energy of a device cannot be read; empty if it can. */
  public Optional<String> absence(GpuFacts gpu) {
    if (library.isEmpty()) {
      return absence();
    }
    int result = read(gpu, new LongByReference());
    return result == 0 ? Optional.empty() : Optional.of(message(library.get(0), result));
  }

  /**
   * What a device has consumed since its driver was loaded, for all processes, in millijoules;
   * empty where nothing counts it, as on devices before Volta.
   */
  public OptionalLong millijoules(GpuFacts gpu) {
    LongByReference energy = new LongByReference();
    return library.isEmpty() || read(gpu, energy) != 0
        ? OptionalLong.empty()
        : OptionalLong.of(energy.getValue());
  }

  static Nvml load(String file) {
    try {
      NativeLibrary library = NativeLibrary.getInstance(file);
      List.of(DEVICE, ENERGY, MESSAGE).forEach(library::getFunction); // an old driver may lack one
      int result = library.getFunction(START).invokeInt(new Object[0]);
      return result == 0 ? new Nvml(List.of(library), "") : absent(message(library, result));
    } catch (UnsatisfiedLinkError e) {
      return absent(String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason given"));
    }
  }

  private static Nvml absent(String reason) {
    return new Nvml(List.of(), LIBRARY + " of the NVIDIA driver cannot be used (" + reason + ")");
  }

  private int read(GpuFacts gpu, LongByReference energy) {
    PointerByReference device = new PointerByReference();
    int result = invoke(DEVICE, gpu.busId(), device);
    return result == 0 ? invoke(ENERGY, device.getValue(), energy) : result;
  }

  private int invoke(String function, Object... arguments) {
    return library.get(0).getFunction(function).invokeInt(arguments);
  }

  private static String message(NativeLibrary library, int result) {
    return library.getFunction(MESSAGE).invokeString(new Object[] {result}, false);
  }
}
