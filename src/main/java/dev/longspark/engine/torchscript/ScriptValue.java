package dev.longspark.engine.torchscript;

import ai.djl.pytorch.jni.IValue;
import java.util.Arrays;
import java.util.List;

/** What a program's method gave back: a number, a tensor, or a list or tuple of them. */
public final class ScriptValue implements AutoCloseable {
  private final IValue value;

  ScriptValue(IValue value) {
    this.value = value;
  }

  /**
   * Reads an {@code int}.
   *
   * @throws IllegalStateException if the value is something else
   */
  public long toLong() {
    require(value.isLong(), "int");
    return value.toLong();
  }

  /**
   * Reads a {@code float}.
   *
   * @throws IllegalStateException if the value is something else
   */
  public double toDouble() {
    require(value.isDouble(), "float");
    return value.toDouble();
  }

  /**
   * Reads a {@code bool}.
   *
   * @throws IllegalStateException if the value is something else
   */
  public boolean toBoolean() {
    require(value.isBoolean(), "bool");
    return value.toBoolean();
  }

  /**
   * Reads a {@code str}.
   *
   * @throws IllegalStateException if the value is something else
   */
  public String toText() {
    require(value.isString(), "str");
    return value.toStringValue();
  }

  /**
   * Reads a {@code List[int]}.
   *
   * @throws IllegalStateException if the value is something else
   */
  public long[] toLongArray() {
    require(value.isLongList(), "List[int]");
    return value.toLongArray();
  }

  /**
   * Reads a {@code List[float]}.
   *
   * @throws IllegalStateException if the value is something else
   */
  public double[] toDoubleArray() {
    require(value.isDoubleList(), "List[float]");
    return value.toDoubleArray();
  }

  /**
   * Gives a handle of its own on the tensor, to be closed by the caller.
   *
   * @throws IllegalStateException if the value is something else
   */
  public Tensor toTensor() {
    require(value.isTensor(), "Tensor");
    return Tensor.sharing(value);
  }

  /**
   * Gives the parts of a tuple or of a list of tensors, each to be closed by the caller.
   *
   * @throws IllegalStateException if the value is something else
   */
  public List<ScriptValue> parts() {
    require(value.isTuple() || value.isList(), "tuple or list");
    IValue[] parts = value.isTuple() ? value.toIValueTuple() : value.toIValueArray();
    return Arrays.stream(parts).map(ScriptValue::new).toList();
  }

  @Override
  public void close() {
    value.close();
  }

  private void require(boolean holds, String type) {
    if (!holds) {
      throw new IllegalStateException("Expected " + type + " but the script gave " + type());
    }
  }

  private String type() {
    return value.getType();
  }
}
