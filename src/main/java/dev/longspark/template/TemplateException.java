package dev.longspark.template;

/**
 * A template that cannot be read or rendered: its own complaint, an error that Python would raise,
 * a limit, or something that is not known here.
 *
 * <p>The message is one line: {@code line 3: UndefinedError: 'tools' is undefined}.
 */
public final class TemplateException extends IllegalArgumentException {
  /** No line is known: the fault lies in the variables. */
  static final int NO_LINE = 0;

  /** What went wrong, by the name of Python's or Jinja2's exception. */
  public enum Kind {
    /** A value that is undefined was used as if it were one. */
    UNDEFINED("UndefinedError"),
    /** What the sandbox forbids. */
    SECURITY("SecurityError"),
    /** Found before anything is rendered. */
    SYNTAX("TemplateSyntaxError"),
    /** Found before anything is rendered, by Python in the code that Jinja2 makes of a template. */
    PYTHON_SYNTAX("SyntaxError"),
    /** The template's own complaint, or a rule of Jinja2 broken while rendering. */
    TEMPLATE("TemplateError"),
    /** An operation on a value of the wrong type. */
    TYPE("TypeError"),
    /** An operation on a wrong value. */
    VALUE("ValueError"),
    /** An index outside a sequence. */
    INDEX("IndexError"),
    /** A key that a dict lacks. */
    KEY("KeyError"),
    /** An attribute that a value lacks. */
    ATTRIBUTE("AttributeError"),
    /** A claim of a filter about its arguments that does not hold. */
    ASSERTION("AssertionError"),
    /** Division by zero. */
    ZERO_DIVISION("ZeroDivisionError"),
    /** A number too large. */
    OVERFLOW("OverflowError"),
    /** More steps, text, elements or depth than a rendering may use. */
    LIMIT("LimitExceeded"),
    /** Python knows it, this interpreter does not. */
    UNKNOWN("NotSupported");

    private final String exception;

    Kind(String exception) {
      this.exception = exception;
    }

    /** The exception's name. */
    public String exceptionName() {
      return exception;
    }
  }

  private final Kind kind;
  private final int line;
  private final String reason;

  TemplateException(Kind kind, int line, String reason) {
    super(
        (line == NO_LINE ? "" : "line " + line + ": ")
            + kind.exceptionName()
            + ": "
            + OneLine.of(reason));
    this.kind = kind;
    this.line = line;
    this.reason = reason;
  }

  TemplateException(Kind kind, String reason) {
    this(kind, NO_LINE, reason);
  }

  /** The same fault, found at a line if none is known yet. */
  TemplateException at(int where) {
    if (line != NO_LINE) {
      return this;
    }
    TemplateException placed = new TemplateException(kind, where, reason);
    placed.setStackTrace(getStackTrace());
    return placed;
  }

  /** What went wrong. */
  public Kind kind() {
    return kind;
  }

  /** The line of the template, from 1; 0 if it is not the template's fault. */
  public int line() {
    return line;
  }

  /** The words alone, as the template or Python says them. */
  public String reason() {
    return reason;
  }
}
