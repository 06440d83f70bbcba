package dev.longspark.engine.torchscript;

import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The native form of one call's arguments; closes those it made, not the caller's tensors. */
final class Arguments implements AutoCloseable {
  private final IValue[] values;
  private final List<IValue> made = new ArrayList<>();

  private Arguments(int count) {
    values = new IValue[count];
  }

  static Arguments of(Object... arguments) {
    Arguments given = new Arguments(arguments.length);
    try {
      for (int i = 0; i < arguments.length; i++) {
        given.values[i] = given.value(arguments[i]);
      }
      return given;
    } catch (RuntimeException e) {
      given.close();
      throw e;
    }
  }

  IValue[] values() {
    return values;
  }

  @Override
  public void close() {
    made.forEach(IValue::close);
  }

  private IValue value(Object argument) {
    if (argument instanceof Tensor tensor) {
      return tensor.value();
    }
    IValue value = make(argument);
    made.add(value);
    return value;
  }

  private static IValue make(Object argument) {
    if (argument instanceof Integer || argument instanceof Long) {
      return IValue.from(((Number) argument).longValue());
    }
    if (argument instanceof Float || argument instanceof Double) {
      return IValue.from(((Number) argument).doubleValue());
    }
    if (argument instanceof Boolean truth) {
      return IValue.from(truth);
    }
    if (argument instanceof String text) {
      return IValue.from(text);
    }
    if (argument instanceof long[] integers) {
      return IValue.listFrom(integers);
    }
    if (argument instanceof double[] numbers) {
      return IValue.listFrom(numbers);
    }
    if (argument instanceof Map<?, ?> numbers) {
      return dictionary(numbers);
    }
    if (argument instanceof List<?> tensors) {
      return list(tensors);
    }
    throw new IllegalArgumentException(
        "Invalid argument: "
            + argument
            + " (must be a tensor, number, boolean, text, list or map)");
  }

  private static IValue dictionary(Map<?, ?> numbers) {
    Map<String, IValue> values = new LinkedHashMap<>();
    numbers.forEach(
        (name, number) -> values.put((String) name, IValue.from(((Number) number).doubleValue())));
    try {
      return IValue.stringIValueMapFrom(values);
    } finally {
      values.values().forEach(IValue::close);
    }
  }

  private static IValue list(List<?> tensors) {
    try (PtNDManager manager =
        (PtNDManager) NDManager.newBaseManager(ai.djl.Device.cpu(), "PyTorch")) {
      return IValue.listFrom(
          tensors.stream()
              .map(tensor -> ((Tensor) tensor).value().toTensor(manager))
              .toArray(PtNDArray[]::new));
    }
  }
}
