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
 * The settings of a kind of storage or retention: the numbers among the components of its record.
 * They are called {@code residual_length} in TorchScript, {@code residual-length} in a study.
 */
final class KindSettings {
  private KindSettings() {}

  /** By their names in TorchScript, in the record's order. */
  static Map<String, Number> of(Object kind) {
    Map<String, Number> settings = new LinkedHashMap<>();
    for (RecordComponent component : numbers(kind)) {
      settings.put(words(component, '_'), (Number) value(kind, component));
    }
    return settings;
  }

  /** The kind and its numbers, such as {@code quantized-4-64-128}. */
  static String label(String program, Object kind) {
    StringBuilder label = new StringBuilder(program);
    of(kind).values().forEach(value -> label.append('-').append(value));
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
    List<Object> values = new ArrayList<>();
    for (RecordComponent component : kind.getClass().getRecordComponents()) {
      String written = isNumber(component) ? open.remove(words(component, '-')) : null;
      values.add(
          written == null
              ? value(kind, component)
              : number(words(component, '-'), component.getType(), written));
    }
    if (!open.isEmpty()) {
      throw new IllegalArgumentException(
          "Invalid "
              + open.keySet().iterator().next()
              + ": kind '"
              + program
              + "' takes no such setting "
              + numbers(kind).stream().map(each -> words(each, '-')).toList());
    }
    return make(kind, values);
  }

  static Number number(String name, Class<?> type, String written) {
    boolean whole = type == int.class;
    try {
      return whole ? (Number) Integer.valueOf(written) : (Number) Double.valueOf(written);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "Invalid %s: '%s' (must be a %s)"
              .formatted(name, written, whole ? "whole number" : "number"),
          e);
    }
  }

  private static List<RecordComponent> numbers(Object kind) {
    return Arrays.stream(kind.getClass().getRecordComponents())
        .filter(KindSettings::isNumber)
        .toList();
  }

  private static boolean isNumber(RecordComponent component) {
    return component.getType() == int.class || component.getType() == double.class;
  }

  private static String words(RecordComponent component, char between) {
    return component
        .getName()
        .replaceAll("(?=[A-Z])", String.valueOf(between))
        .toLowerCase(Locale.ROOT);
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
