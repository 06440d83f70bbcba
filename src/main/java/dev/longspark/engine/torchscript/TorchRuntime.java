package dev.longspark.engine.torchscript;

import ai.djl.engine.Engine;
import ai.djl.pytorch.jni.JniUtils;
import dev.longspark.engine.Device;
import dev.longspark.files.NativeFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The one libtorch of this process: loaded at the first use, never from the network.
 *
 * <p>The CPU library comes bundled; a CUDA one is found through {@code PYTORCH_LIBRARY_PATH} (the
 * {@code torch/lib} folder of a PyTorch installation of exactly the bundled version, because the
 * native bridge is compiled against it and another version ends the process).
 */
public final class TorchRuntime {
  /** The libtorch version that the native bridge is compiled against. */
  public static final String VERSION = "2.7.1";

  private static final String GRAPH_OPTIMIZER = "ai.djl.pytorch.graph_optimizer";
  private static final Pattern RELEASE = Pattern.compile("\\d+\\.\\d+\\.\\d+");

  private TorchRuntime() {}

  /** Initialization-on-demand: the class loader gives once-only and thread safety. */
  private static final class Holder {
    private static final Engine ENGINE = load();
  }

  /** Before the library is: a fault in a static initializer would lose its message. */
  private static final class Library {
    private static final Optional<IllegalStateException> FAULT = fault();

    private static Optional<IllegalStateException> fault() {
      try {
        checkLibraryPath();
        return Optional.empty();
      } catch (IllegalStateException e) {
        return Optional.of(e);
      }
    }
  }

  /**
   * Loads libtorch if it is not loaded yet.
   *
   * @throws IllegalStateException if the library named by the environment has the wrong version
   */
  public static void start() {
    if (Library.FAULT.isPresent()) {
      throw new IllegalStateException(Library.FAULT.get().getMessage(), Library.FAULT.get());
    }
    Objects.requireNonNull(Holder.ENGINE);
    // This setting lives in the calling thread, so every thread that runs programs makes it.
    JniUtils.setGraphExecutorOptimize(Boolean.getBoolean(GRAPH_OPTIMIZER));
  }

  /** The number of threads one operation may use on the CPU. */
  public static int threads() {
    start();
    return JniUtils.getNumThreads();
  }

  /**
   * Sets the number of threads one operation may use on the CPU.
   *
   * @throws IllegalArgumentException unless positive
   */
  public static void useThreads(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("Invalid thread count: " + threads + " (must be > 0)");
    }
    start();
    JniUtils.setNumThreads(threads);
  }

  /** Whether the loaded libtorch can compute on CUDA devices here. */
  public static boolean hasCuda() {
    start();
    return JniUtils.getFeatures().contains("CUDA");
  }

  /**
   * Checks that programs can run on a device.
   *
   * @throws IllegalStateException if CUDA is asked for and absent, or libtorch has the wrong
   *     version
   */
  public static void require(Device device) {
    start();
    djlDevice(device);
  }

  /** Frees the memory, of devices and of this process, that the allocators hold for reuse. */
  public static void releaseCachedMemory() {
    if (hasCuda()) {
      JniUtils.emptyCudaCache();
    }
    HostMemory.release();
  }

  /** Gives the system back the host memory that only loading a model needed. */
  public static void releaseLoadingMemory() {
    start();
    LoadingMemory.release();
    HostMemory.release();
  }

  /**
   * Checks that programs can run on a device.
   *
   * @throws IllegalStateException if CUDA is asked for and absent
   */
  static ai.djl.Device djlDevice(Device device) {
    if (!device.isCuda()) {
      return ai.djl.Device.cpu();
    }
    if (!hasCuda()) {
      throw new IllegalStateException(
          "Cannot use device "
              + device
              + ": the PyTorch library of this process sees no CUDA device (set"
              + " PYTORCH_LIBRARY_PATH to the torch/lib folder of PyTorch "
              + VERSION
              + " with CUDA, and check the driver)");
    }
    return ai.djl.Device.gpu(device.index());
  }

  private static Engine load() {
    setDefault("ai.djl.offline", "true");
    setDefault("OPT_OUT_TRACKING", "true");
    // The profiling optimizer recompiles during the first calls and would blur every timing.
    setDefault(GRAPH_OPTIMIZER, "false");
    setDefault("ai.djl.pytorch.num_interop_threads", "1");
    NativeFiles.keepPrivate();
    HostMemory.keepFreed();
    return Engine.getEngine("PyTorch");
  }

  private static void setDefault(String key, String value) {
    if (System.getProperty(key) == null) {
      System.setProperty(key, value);
    }
  }

  private static void checkLibraryPath() {
    String path = System.getenv("PYTORCH_LIBRARY_PATH");
    if (path == null) {
      path = System.getProperty("PYTORCH_LIBRARY_PATH");
    }
    if (path != null) {
      checkVersion(Path.of(path));
    }
  }

  /** Compares the version beside a {@code torch/lib} folder, where one is written, with ours. */
  static void checkVersion(Path library) {
    Path folder = Files.isRegularFile(library) ? library.toAbsolutePath().getParent() : library;
    for (String name : new String[] {"../version.py", "../build-version"}) {
      Path file = folder.resolve(name);
      if (Files.isRegularFile(file)) {
        requireVersion(folder, read(file));
      }
    }
  }

  private static void requireVersion(Path folder, String text) {
    Matcher release = RELEASE.matcher(text);
    if (release.find() && !release.group().equals(VERSION)) {
      throw new IllegalStateException(
          "Cannot load PyTorch "
              + release.group()
              + " from "
              + folder
              + " (the native bridge needs exactly "
              + VERSION
              + ")");
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file, e);
    }
  }
}
