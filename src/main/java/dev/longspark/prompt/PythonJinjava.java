package dev.longspark.prompt;

import com.hubspot.jinjava.Jinjava;
import com.hubspot.jinjava.JinjavaConfig;
import com.hubspot.jinjava.el.TruthyTypeConverter;
import com.hubspot.jinjava.interpret.Context;
import com.hubspot.jinjava.interpret.InterpreterFactory;
import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import jinjava.de.odysseus.el.ExpressionFactoryImpl;
import jinjava.de.odysseus.el.tree.TreeStore;
import jinjava.de.odysseus.el.tree.impl.Cache;
import jinjava.javax.el.ExpressionFactory;

/** Jinjava with {@link PythonSyntax}, and values printed as Python prints them. */
final class PythonJinjava extends Jinjava {
  private static final int CACHED_EXPRESSIONS = 500;

  private final ExpressionFactory expressions =
      new ExpressionFactoryImpl(
          new TreeStore(new PythonSyntax(), new Cache(CACHED_EXPRESSIONS)), new Converter());

  /**
   * @param config should have {@link Interpreters} as its factory
   */
  PythonJinjava(JinjavaConfig config) {
    super(config);
  }

  @Override
  public ExpressionFactory getExpressionFactory() {
    return expressions;
  }

  private static String printed(boolean value) {
    return value ? "True" : "False";
  }

  /** Turns operands of {@code ~} and arguments into strings. */
  private static final class Converter extends TruthyTypeConverter {
    @Override
    protected String coerceToString(Object value) {
      return value instanceof Boolean flag ? printed(flag) : super.coerceToString(value);
    }
  }

  /** Prints the values of {@code {{ }}}; a string is left alone, where Jinjava escapes and back. */
  private static final class Interpreter extends JinjavaInterpreter {
    Interpreter(Jinjava application, Context context, JinjavaConfig config) {
      super(application, context, config);
    }

    Interpreter(JinjavaInterpreter original) {
      super(original);
    }

    @Override
    public String getAsString(Object value) {
      if (value instanceof String text) {
        return text;
      }
      return value instanceof Boolean flag ? printed(flag) : super.getAsString(value);
    }
  }

  static final class Interpreters implements InterpreterFactory {
    @Override
    public JinjavaInterpreter newInstance(JinjavaInterpreter original) {
      return new Interpreter(original);
    }

    @Override
    public JinjavaInterpreter newInstance(
        Jinjava application, Context context, JinjavaConfig config) {
      return new Interpreter(application, context, config);
    }
  }
}
