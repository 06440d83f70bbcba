package dev.longspark.prompt;

import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import com.hubspot.jinjava.lib.filter.Filter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The filters that Jinjava lacks or that Hugging Face's Jinja2 has with another meaning. */
final class TemplateFilters {
  private TemplateFilters() {}

  static List<Filter> all() {
    return List.of(new Trim(), new ToJson(), new Items());
  }

  /** Removes Python's white space at both ends; Jinjava removes control characters instead. */
  private static final class Trim implements Filter {
    @Override
    public String getName() {
      return "trim";
    }

    @Override
    public Object filter(Object value, JinjavaInterpreter interpreter, String... arguments) {
      return value == null ? "" : PythonText.strip(value.toString());
    }
  }

  /** See {@link PythonJson}. */
  private static final class ToJson implements Filter {
    @Override
    public String getName() {
      return "tojson";
    }

    @Override
    public Object filter(Object value, JinjavaInterpreter interpreter, String... arguments) {
      return PythonJson.write(value, 0);
    }

    @Override
    public Object filter(
        Object value,
        JinjavaInterpreter interpreter,
        Object[] positional,
        Map<String, Object> named) {
      return PythonJson.write(value, named.get("indent") instanceof Number n ? n.intValue() : 0);
    }
  }

  /** The key and value pairs of a dict. */
  private static final class Items implements Filter {
    @Override
    public String getName() {
      return "items";
    }

    @Override
    public Object filter(Object value, JinjavaInterpreter interpreter, String... arguments) {
      return value instanceof Map<?, ?> map ? new ArrayList<Object>(map.entrySet()) : List.of();
    }
  }
}
