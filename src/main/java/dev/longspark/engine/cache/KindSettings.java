package dev.longspark.engine.cache;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The settings of a kind of storage or retention: the components of its record, numbers and choices
 * among words. They are called {@code residual_length} in TorchScript, where a choice is the number
 * of its word, and {@code residual-length} in a study.
 */
final class KindSettings {
  private KindSettings() {}

  /** By their names in TorchScript, in the record's order. */
  static Map<String, Number> of(Object kind) {
    Map<String, Number> settings = new LinkedHashMap<>();
    for (RecordComponent component : kind.getClass().getRecordComponents()) {
      Object value = value(kind, component);
      settings.put(
          words(component.getName(), '_'),
          value instanceof Enum<?> choice ? (Number) place(choice) : (Number) value);
    }
    return settings;
  }

  /** Of a choice among its words. */
  private static int place(Enum<?> choice) {
    return Arrays.asList(choice.getDeclaringClass().getEnumConstants()).indexOf(choice);
  }

  /** The kind and its settings, such as {@code quantized-4-64-128}. */
  static String label(String program, Object kind) {
    StringBuilder label = new StringBuilder(program);
    for (RecordComponent component : kind.getClass().getRecordComponents()) {
      Object value = value(kind, component);
      label.append('-').append(value instanceof Enum<?> choice ? word(choice) : value);
    }
    return label.toString();
  }

  /**
   * A kind with some of its settings replaced.
   *
   * @param program the kind's name, for messages
   * @param given settings by their names in a study
   * @throws IllegalArgumentException if it has no such setting, or the value is none
   */
  static <T> T with(T kind, String program, Map<String, String> given) {
    Map<String, String> open = new TreeMap<>(given);
    List<String> names = new ArrayList<>();
    List<Object> values = new ArrayList<>();
    for (RecordComponent component : kind.getClass().getRecordComponents()) {
      String name = words(component.getName(), '-');
      String written = open.remove(name);
      names.add(name);
      values.add(
          written == null ? value(kind, component) : read(name, component.getType(), written));
    }
    if (!open.isEmpty()) {
      throw new IllegalArgumentException(
          "Invalid %s: kind '%s' takes no such setting (its own: %s)"
              .formatted(
                  open.keySet().iterator().next(),
                  program,
                  names.isEmpty() ? "none" : String.join(", ", names)));
    }
    return make(kind, values);
  }

  /** A setting's value from its text. */
  static Object read(String name, Class<?> type, String written) {
    boolean isWhole = type == int.class;
    try {
      if (type.isEnum()) {
        return choice(name, type, written);
      }
      return isWhole ? (Object) Integer.valueOf(written) : (Object) Double.valueOf(written);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "Invalid %s: '%s' (must be a %s)"
              .formatted(name, written, isWhole ? "whole number" : "number"),
          e);
    }
  }

  private static Object choice(String name, Class<?> type, String written) {
    List<String> allowed = new ArrayList<>();
    for (Object constant : type.getEnumConstants()) {
      if (word((Enum<?>) constant).equals(written)) {
        return constant;
      }
      allowed.add(word((Enum<?>) constant));
    }
    throw new IllegalArgumentException(
        "Invalid %s: '%s' (one of: %s)".formatted(name, written, String.join(", ", allowed)));
  }

  /** A choice as a study writes it. */
  static String word(Enum<?> choice) {
    return choice.name().toLowerCase(Locale.ROOT);
  }

  private static String words(String name, char between) {
    return name.replaceAll("(?=[A-Z])", String.valueOf(between)).toLowerCase(Locale.ROOT);
  }

  private static Object value(Object kind, RecordComponent component) {
    try {
      return component.getAccessor().invoke(kind);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Cannot read " + component + " of " + kind, e);
    }
  }

  @SuppressWarnings("unchecked") // the canonical constructor of the kind's own record
  private static <T> T make(T kind, List<Object> values) {
    Class<?>[] types =
        Arrays.stream(kind.getClass().getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    try {
      return (T) kind.getClass().getDeclaredConstructor(types).newInstance(values.toArray());
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IllegalArgumentException fault) {
        throw fault;
      }
      throw new IllegalStateException("Cannot make " + kind.getClass(), e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Cannot make " + kind.getClass(), e);
    }
  }
}
