package dev.longspark.template;

import java.util.List;

/**
 * What {@code keys}, {@code values} and {@code items} give.
 *
 * @param dict what is looked at
 * @param part which of the three
 */
record DictView(PythonDict dict, Part part) {
  /** Keys, values or both. */
  enum Part {
    KEYS("dict_keys"),
    VALUES("dict_values"),
    ITEMS("dict_items");

    private final String type;

    Part(String type) {
      this.type = type;
    }

    /** Python's name of the type. */
    String type() {
      return type;
    }
  }

  List<Object> items() {
    return switch (part) {
      case KEYS -> dict.keys();
      case VALUES -> dict.values();
      case ITEMS -> dict.items();
    };
  }
}
