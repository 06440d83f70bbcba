package dev.longspark.template;

import dev.longspark.template.TemplateException.Kind;

/** Short names for the faults of values; the line is added where they are caught. */
final class Fault {
  private Fault() {}

  static TemplateException type(String format, Object... arguments) {
    return of(Kind.TYPE, format, arguments);
  }

  static TemplateException value(String format, Object... arguments) {
    return of(Kind.VALUE, format, arguments);
  }

  static TemplateException template(String format, Object... arguments) {
    return of(Kind.TEMPLATE, format, arguments);
  }

  static TemplateException unknown(String format, Object... arguments) {
    return of(Kind.UNKNOWN, format, arguments);
  }

  static TemplateException limit(String format, Object... arguments) {
    return of(Kind.LIMIT, format, arguments);
  }

  static TemplateException overflow(String format, Object... arguments) {
    return of(Kind.OVERFLOW, format, arguments);
  }

  @SuppressWarnings("AnnotateFormatMethod") // its annotation would be one more library
  static TemplateException of(Kind kind, String format, Object... arguments) {
    return new TemplateException(
        kind, arguments.length == 0 ? format : String.format(format, arguments));
  }
}
