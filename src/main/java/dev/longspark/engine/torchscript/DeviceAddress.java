package dev.longspark.engine.torchscript;

import ai.djl.pytorch.engine.PtNDArray;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;

/**
 * Asks the engine's native bridge for a tensor's {@code data_ptr()}. The bridge gives it as a
 * direct buffer, whose bytes the host must not read if the tensor is on another device; the
 * engine's public methods copy such a tensor first, so the bridge's own method is called by its
 * name.
 */
final class DeviceAddress {
  private static final String BRIDGE = "ai.djl.pytorch.jni.PyTorchLibrary";

  private DeviceAddress() {}

  /** Initialization-on-demand: looked up once. */
  private static final class Holder {
    private static final Bridge BRIDGE_METHOD = find();
  }

  /** The bridge and its method. */
  private record Bridge(Object library, Method directBuffer) {}

  static long of(PtNDArray array) {
    Bridge bridge = Holder.BRIDGE_METHOD;
    try {
      Object buffer = bridge.directBuffer.invoke(bridge.library, array.getHandle());
      return Pointer.nativeValue(Native.getDirectBufferPointer((ByteBuffer) buffer));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Cannot read the address of a tensor", e);
    }
  }

  private static Bridge find() {
    try {
      Class<?> type = Class.forName(BRIDGE);
      Field library = type.getDeclaredField("LIB");
      Method method = type.getDeclaredMethod("torchDirectByteBuffer", long.class);
      library.setAccessible(true);
      method.setAccessible(true);
      return new Bridge(library.get(null), method);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(
          "Cannot find " + BRIDGE + ".torchDirectByteBuffer: DJL has another version", e);
    }
  }
}
