package dev.longspark.engine.torchscript;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A native tensor, of any dtype and on any device, that programs take and give.
 *
 * <p>A tensor holds its memory together with everybody else who refers to it: closing it here does
 * not take it away from a program that keeps it in an attribute.
 */
public final class Tensor implements AutoCloseable {
  private final IValue value;

  Tensor(IValue value) {
    this.value = value;
  }

  /** A float32 tensor on the CPU. */
  public static Tensor ofFloats(float[] values, long... shape) {
    ByteBuffer bytes = buffer((long) values.length * Float.BYTES);
    bytes.asFloatBuffer().put(values);
    return of(bytes, DataType.FLOAT32, shape);
  }

  /** An int64 tensor on the CPU. */
  public static Tensor ofLongs(long[] values, long... shape) {
    ByteBuffer bytes = buffer((long) values.length * Long.BYTES);
    bytes.asLongBuffer().put(values);
    return of(bytes, DataType.INT64, shape);
  }

  /** An int32 tensor on the CPU. */
  public static Tensor ofInts(int[] values, long... shape) {
    ByteBuffer bytes = buffer((long) values.length * Integer.BYTES);
    bytes.asIntBuffer().put(values);
    return of(bytes, DataType.INT32, shape);
  }

  /** A uint8 tensor on the CPU. */
  public static Tensor ofBytes(byte[] values, long... shape) {
    return of(buffer(values.length).put(values).flip(), DataType.UINT8, shape);
  }

  public long[] shape() {
    try (PtNDManager manager = manager()) {
      return value.toTensor(manager).getShape().getShape();
    }
  }

  /**
   * Copies a float32 tensor out.
   *
   * @throws IllegalStateException for another dtype: convert in the program that made it
   */
  public float[] toFloatArray() {
    try (PtNDManager manager = manager()) {
      return expect(DataType.FLOAT32, manager).toFloatArray();
    }
  }

  /**
   * Copies an int64 tensor out.
   *
   * @throws IllegalStateException for another dtype
   */
  public long[] toLongArray() {
    try (PtNDManager manager = manager()) {
      return expect(DataType.INT64, manager).toLongArray();
    }
  }

  /**
   * Copies an int32 tensor out.
   *
   * @throws IllegalStateException for another dtype
   */
  public int[] toIntArray() {
    try (PtNDManager manager = manager()) {
      return expect(DataType.INT32, manager).toIntArray();
    }
  }

  /**
   * Copies a uint8 tensor out.
   *
   * @throws IllegalStateException for another dtype
   */
  public byte[] toByteArray() {
    try (PtNDManager manager = manager()) {
      return expect(DataType.UINT8, manager).toByteArray();
    }
  }

  /**
   * Where the first element lies, in the memory of the tensor's device: for kernels that work on
   * it. Holds as long as somebody keeps the tensor.
   */
  public long address() {
    try (PtNDManager manager = manager()) {
      return DeviceAddress.of(value.toTensor(manager));
    }
  }

  @Override
  public void close() {
    value.close();
  }

  IValue value() {
    return value;
  }

  /** Another handle on the same memory. */
  static Tensor sharing(IValue value) {
    try (PtNDManager manager = manager()) {
      return new Tensor(IValue.from(value.toTensor(manager)));
    }
  }

  static PtNDManager manager() {
    TorchRuntime.start();
    return (PtNDManager) NDManager.newBaseManager(ai.djl.Device.cpu(), "PyTorch");
  }

  private static Tensor of(ByteBuffer bytes, DataType type, long... shape) {
    requireSize(bytes, type, shape);
    try (PtNDManager manager = manager()) {
      PtNDArray borrowed = manager.create(bytes, new Shape(shape), type);
      // The first array borrows the buffer's memory; a native copy cannot outlive its owner.
      return new Tensor(IValue.from((PtNDArray) borrowed.duplicate()));
    }
  }

  private static void requireSize(ByteBuffer bytes, DataType type, long... shape) {
    long elements = Arrays.stream(shape).reduce(1, Math::multiplyExact);
    if (elements * type.getNumOfBytes() != bytes.capacity()) {
      throw new IllegalArgumentException(
          "Invalid shape: "
              + Arrays.toString(shape)
              + " for "
              + bytes.capacity() / type.getNumOfBytes()
              + " values");
    }
  }

  private static ByteBuffer buffer(long bytes) {
    return ByteBuffer.allocateDirect(Math.toIntExact(bytes)).order(ByteOrder.nativeOrder());
  }

  private PtNDArray expect(DataType type, PtNDManager manager) {
    PtNDArray array = value.toTensor(manager);
    if (array.getDataType() != type) {
      throw new IllegalStateException(
          "Expected a tensor of " + type + " but it is of " + array.getDataType());
    }
    return array;
  }
}
