package dev.longspark.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The parameters of a function of Python's, written as Python writes them: {@code /} before names
 * that cannot be given by name. Defaults are integers, strings, {@code None}, {@code True}, {@code
 * False} and floats.
 */
final class Signature {
  private record Parameter(String name, Object fallback) {}

  /** Marks a parameter that must be given. */
  private static final Object REQUIRED = new Object();

  private final String function;
  private final boolean byPlaceOnly;
  private final List<Parameter> parameters = new ArrayList<>();

  private Signature(String function, String written) {
    this.function = function;
    this.byPlaceOnly = written.startsWith("/");
    String names = byPlaceOnly ? written.substring(1) : written;
    for (String parameter : names.split(",", -1)) {
      if (!parameter.isBlank()) {
        String[] parts = parameter.strip().split("=", 2);
        parameters.add(new Parameter(parts[0], parts.length == 1 ? REQUIRED : fallback(parts[1])));
      }
    }
  }

  /**
   * Reads parameters.
   *
   * @param function as messages call it
   * @param written such as {@code width=4, first=False}
   */
  static Signature of(String function, String written) {
    return new Signature(function, written);
  }

  private static Object fallback(String written) {
    return switch (written) {
      case "None" -> None.NONE;
      case "True" -> true;
      case "False" -> false;
      default ->
          written.startsWith("'")
              ? written.substring(1, written.length() - 1)
              : written.contains(".") ? (Object) Double.valueOf(written) : Long.valueOf(written);
    };
  }

  /**
   * A value for each parameter.
   *
   * @throws TemplateException if arguments lack, or are too many or unknown
   */
  Object[] bind(Arguments arguments) {
    List<Object> places = arguments.positional();
    if (places.size() > parameters.size()) {
      throw Fault.type(
          "%s() takes at most %d arguments (%d given)", function, parameters.size(), places.size());
    }
    Map<String, Object> names = arguments.keywords();
    Object[] values = new Object[parameters.size()];
    int used = 0;
    for (int i = 0; i < values.length; i++) {
      Parameter parameter = parameters.get(i);
      boolean named = !byPlaceOnly && names.containsKey(parameter.name);
      if (i < places.size()) {
        if (named) {
          throw Fault.type("%s() got multiple values for argument '%s'", function, parameter.name);
        }
        values[i] = places.get(i);
      } else if (named) {
        values[i] = names.get(parameter.name);
        used++;
      } else if (parameter.fallback == REQUIRED) {
        throw Fault.type(
            "%s() missing 1 required positional argument: '%s'", function, parameter.name);
      } else {
        values[i] = parameter.fallback;
      }
    }
    if (used < names.size()) {
      throw unexpected(names);
    }
    return values;
  }

  private TemplateException unexpected(Map<String, Object> names) {
    if (byPlaceOnly) {
      return Fault.type("%s() takes no keyword arguments", function);
    }
    List<String> known = parameters.stream().map(Parameter::name).toList();
    String unknown =
        names.keySet().stream().filter(name -> !known.contains(name)).findFirst().orElse("?");
    return Fault.type("%s() got an unexpected keyword argument '%s'", function, unknown);
  }
}
