package dev.longspark.engine.gpu;

import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * NVIDIA's run-time compiler, or the reason why this process has none.
 *
 * <p>PyTorch brings it under a file name of its own, which the binding of JCuda cannot load; so it
 * is called by {@link NvrtcFiles the file that is there}, whatever its version.
 */
public final class Nvrtc {
  private static final String COMPILE_FAILED = "Cannot compile the CUDA kernel %s for %s: %s%n%s";

  private final List<NativeLibrary> library; // one, or none
  private final String absence;

  private Nvrtc(List<NativeLibrary> library, String absence) {
    this.library = library;
    this.absence = absence;
  }

  /** Initialization-on-demand: native code is loaded once per process, at the first question. */
  private static final class Holder {
    private static final Nvrtc NVRTC = load(NvrtcFiles.ofProcess());
  }

  /** The compiler, loaded at the first call. */
  public static Nvrtc ofProcess() {
    return Holder.NVRTC;
  }

  /** Why nothing can be compiled; empty if it can. */
  public Optional<String> absence() {
    return absence.isEmpty() ? Optional.empty() : Optional.of(absence);
  }

  /** Such as 12.8. */
  public String version() {
    IntByReference major = new IntByReference();
    IntByReference minor = new IntByReference();
    call("nvrtcVersion", major, minor);
    return major.getValue() + "." + minor.getValue();
  }

  /**
   * Compiles to machine code, so that the driver's version does not matter within CUDA's major one.
   *
   * @param architecture such as {@code sm_90}
   * @throws IllegalStateException with the compiler's messages if it fails, or if there is none
   */
  byte[] compile(KernelSource source, String architecture) {
    PointerByReference program = new PointerByReference();
    call(
        "nvrtcCreateProgram", program, source.text(), source.file(), 0, Pointer.NULL, Pointer.NULL);
    try {
      List<String> options = new ArrayList<>(source.options());
      options.add("--gpu-architecture=" + architecture);
      options.add("--std=c++17");
      int result =
          invoke(
              "nvrtcCompileProgram",
              program.getValue(),
              options.size(),
              options.toArray(String[]::new));
      if (result != 0) {
        String log = new String(read("nvrtcGetProgramLog", program), StandardCharsets.UTF_8);
        throw new IllegalStateException(
            COMPILE_FAILED.formatted(source.file(), architecture, message(result), log.strip()));
      }
      return read("nvrtcGetCUBIN", program);
    } finally {
      call("nvrtcDestroyProgram", program);
    }
  }

  static Nvrtc load(List<Path> files) {
    List<String> failures = new ArrayList<>();
    for (Path file : files) {
      try {
        // It opens its built-ins by name when it compiles, and need not find them where it lies
        // itself.
        NvrtcFiles.builtIns(file).forEach(each -> NativeLibrary.getInstance(each.toString()));
        return new Nvrtc(List.of(NativeLibrary.getInstance(file.toString())), "");
      } catch (UnsatisfiedLinkError e) {
        failures.add(file + ": " + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
      }
    }
    String reason =
        failures.isEmpty()
            ? "there is no libnvrtc.so in " + NvrtcFiles.places()
            : String.join("; ", failures);
    return new Nvrtc(
        List.of(),
        "CUDA's run-time compiler cannot be loaded ("
            + reason
            + "; PyTorch's torch/lib has one, to which PYTORCH_LIBRARY_PATH should point)");
  }

  /** Reads an output whose size is asked for by the same name with {@code Size}. */
  private byte[] read(String function, PointerByReference program) {
    LongByReference size = new LongByReference();
    call(function + "Size", program.getValue(), size);
    try (Memory memory = new Memory(Math.max(1, size.getValue()))) {
      call(function, program.getValue(), memory);
      return memory.getByteArray(0, Math.toIntExact(size.getValue()));
    }
  }

  private void call(String function, Object... arguments) {
    int result = invoke(function, arguments);
    if (result != 0) {
      throw new IllegalStateException("Cannot run " + function + ": " + message(result));
    }
  }

  private int invoke(String function, Object... arguments) {
    if (library.isEmpty()) {
      throw new IllegalStateException("Cannot compile CUDA kernels: " + absence);
    }
    return library.get(0).getFunction(function).invokeInt(arguments);
  }

  private String message(int result) {
    return library
        .get(0)
        .getFunction("nvrtcGetErrorString")
        .invokeString(new Object[] {result}, false);
  }
}
