package dev.longspark.engine.torchscript;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import dev.longspark.engine.Device;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A TorchScript program compiled by libtorch, with the state its attributes keep.
 *
 * <p>A call crosses into native code once and runs the whole method there. Not for use by several
 * threads at once, because calls change the attributes.
 */
public final class ScriptProgram implements AutoCloseable {
  private final ScriptSource source;
  private final PtNDManager manager;
  private final PtSymbolBlock module;

  private ScriptProgram(ScriptSource source, PtNDManager manager, PtSymbolBlock module) {
    this.source = source;
    this.manager = manager;
    this.module = module;
  }

  /**
   * Compiles the resource {@code torchscript/NAME.py}.
   *
   * <p>So are the libraries beside it, whose functions and classes it calls as {@code
   * __torch__.LIBRARY.function(x)}.
   *
   * @param device on which the program is meant to run; it moves its tensors there itself
   * @throws IllegalStateException if the device is absent or the program does not compile
   */
  public static ScriptProgram load(String name, Device device) {
    return load(ScriptSource.read(name), device);
  }

  static ScriptProgram load(ScriptSource source, Device device) {
    byte[] archive = ScriptArchive.write(source);
    ai.djl.Device djlDevice = TorchRuntime.djlDevice(device);
    TorchRuntime.start();
    PtNDManager manager = (PtNDManager) NDManager.newBaseManager(djlDevice, "PyTorch");
    try {
      PtSymbolBlock module =
          JniUtils.loadModule(manager, new ByteArrayInputStream(archive), true, false);
      return new ScriptProgram(source, manager, module);
    } catch (EngineException e) {
      manager.close();
      throw ScriptFailure.of(source, "load", e);
    } catch (IOException e) {
      manager.close();
      throw new UncheckedIOException("Cannot load " + source.name(), e);
    }
  }

  /**
   * Writes the archive of a program to a file that any libtorch can load.
   *
   * @throws UncheckedIOException if the file cannot be written
   */
  public static void writeArchive(Path file, String name) {
    try {
      Files.write(file, ScriptArchive.write(ScriptSource.read(name)));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + file, e);
    }
  }

  /**
   * Calls a method.
   *
   * @param arguments {@link Tensor}, Integer or Long, Float or Double, Boolean, String, {@code
   *     long[]}, {@code double[]}, a List of Tensors or a Map of names to numbers, which becomes a
   *     {@code Dict[str, float]}; tensors remain the caller's
   * @return the result, to be closed by the caller
   * @throws dev.longspark.engine.OutOfDeviceMemoryException if the device has no room
   * @throws dev.longspark.engine.BrokenDeviceException if the device is of no more use
   * @throws IllegalStateException with the source line if the script fails
   */
  public ScriptValue call(String method, Object... arguments) {
    TorchRuntime.start();
    try (Arguments given = Arguments.of(arguments)) {
      return NativeCalls.run(
          () -> new ScriptValue(IValueUtils.runMethod(module, method, given.values())));
    } catch (EngineException e) {
      throw ScriptFailure.of(source, method, e);
    }
  }

  /** Calls a method whose result is of no interest. */
  public void run(String method, Object... arguments) {
    call(method, arguments).close();
  }

  /** Calls a method that returns an {@code int}. */
  public long callLong(String method, Object... arguments) {
    try (ScriptValue value = call(method, arguments)) {
      return value.toLong();
    }
  }

  /** Calls a method that returns a {@code bool}. */
  public boolean callBoolean(String method, Object... arguments) {
    try (ScriptValue value = call(method, arguments)) {
      return value.toBoolean();
    }
  }

  /** Calls a method that returns a {@code List[int]}. */
  public long[] callLongs(String method, Object... arguments) {
    try (ScriptValue value = call(method, arguments)) {
      return value.toLongArray();
    }
  }

  /** Calls a method that returns a Tensor, to be closed by the caller. */
  public Tensor callTensor(String method, Object... arguments) {
    try (ScriptValue value = call(method, arguments)) {
      return value.toTensor();
    }
  }

  /** Calls a method that returns a Tensor of float32 and copies it out. */
  public float[] callFloats(String method, Object... arguments) {
    try (Tensor tensor = callTensor(method, arguments)) {
      return tensor.toFloatArray();
    }
  }

  @Override
  public void close() {
    module.close();
    manager.close();
  }
}
