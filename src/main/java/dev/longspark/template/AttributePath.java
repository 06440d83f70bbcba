package dev.longspark.template;

import java.util.ArrayList;
import java.util.List;

/** Attributes of attributes, as filters take them: {@code team.id} or an index. */
final class AttributePath {
  private final List<Object> parts = new ArrayList<>();
  private final Object fallback;

  private AttributePath(Object written, Object fallback) {
    this.fallback = fallback;
    if (Text.isText(written)) {
      for (String part : written.toString().split("\\.", -1)) {
        boolean number = Predicates.all(part, Characters::isDigit);
        parts.add(number ? NumberText.integer(part, 10) : part);
      }
    } else if (written != None.NONE) {
      parts.add(written);
    }
  }

  /**
   * Reads a path.
   *
   * @param written {@code None} for the value itself
   */
  static AttributePath of(Object written) {
    return new AttributePath(written, None.NONE);
  }

  /** Reads a path whose undefined parts are something else, unless that is {@code None}. */
  static AttributePath of(Object written, Object fallback) {
    return new AttributePath(written, fallback);
  }

  /** Where the path leads from a value. */
  Object get(Object value, Rendering rendering) {
    Object part = value;
    for (Object key : parts) {
      part = Attributes.item(part, key, rendering);
      if (fallback != None.NONE && part instanceof Undefined) {
        part = fallback;
      }
    }
    return part;
  }

  /** Where the path leads, in lower case if it is a text. */
  Object getIgnoringCase(Object value, Rendering rendering) {
    return ignoringCase(get(value, rendering), rendering);
  }

  static Object ignoringCase(Object value, Rendering rendering) {
    if (!Text.isText(value)) {
      return value;
    }
    rendering.budget().characters(value.toString().length());
    return Cases.lower(value.toString());
  }
}
