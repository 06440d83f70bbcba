package dev.longspark.template;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/** The tests of Jinja2. */
final class Tests {
  private static final Map<String, Filters.Free> TESTS = new HashMap<>();

  static {
    is("defined", value -> !(value instanceof Undefined));
    is("undefined", value -> value instanceof Undefined);
    is("none", value -> value == None.NONE);
    is("boolean", value -> value instanceof Boolean);
    is("false", value -> Boolean.FALSE.equals(value));
    is("true", value -> Boolean.TRUE.equals(value));
    is("integer", value -> Numbers.isInteger(value) && !(value instanceof Boolean));
    is("float", value -> value instanceof Double);
    is("number", Numbers::isNumber);
    is("string", Text::isText);
    is("mapping", value -> value instanceof PythonDict);
    is("sequence", Tests::isSequence);
    is("iterable", Iteration::isIterable);
    is("callable", Tests::isCallable);
    is("escaped", value -> value instanceof Markup);
    is("filter", "value", (given, r) -> Filters.isKnown(name(given[0], r)));
    is("test", "value", (given, r) -> isKnown(name(given[0], r)));
    is("lower", "value", (given, r) -> Predicates.isLower(scanned(given[0], r)));
    is("upper", "value", (given, r) -> Predicates.isUpper(scanned(given[0], r)));
    is("odd", "value", (given, r) -> remainder(given[0], 2L, 1L, r));
    is("even", "value", (given, r) -> remainder(given[0], 2L, 0L, r));
    is("divisibleby", "value, num", (given, r) -> remainder(given[0], given[1], 0L, r));
    is("sameas", "value, other", (given, r) -> isSame(given[0], given[1]));
    is("in", "value, seq", (given, r) -> Membership.contains(given[1], given[0], r));
    compare(Comparator.EQUAL, "==", "eq", "equalto");
    compare(Comparator.NOT_EQUAL, "!=", "ne");
    compare(Comparator.GREATER, ">", "gt", "greaterthan");
    compare(Comparator.GREATER_EQUAL, ">=", "ge");
    compare(Comparator.LESS, "<", "lt", "lessthan");
    compare(Comparator.LESS_EQUAL, "<=", "le");
  }

  private Tests() {}

  private static void is(String name, Predicate<Object> test) {
    Filters.add(TESTS, name, "value", (given, rendering) -> test.test(given[0]));
  }

  private static void is(String name, String parameters, BiPredicate<Object[], Rendering> test) {
    Filters.add(TESTS, name, parameters, test::test);
  }

  private static void compare(Comparator comparator, String... names) {
    for (String name : names) {
      is(name, "/a, b", (given, r) -> comparator.holds(given[0], given[1], r));
    }
  }

  static boolean isKnown(String name) {
    return TESTS.containsKey(name);
  }

  /**
   * A test's result.
   *
   * @throws TemplateException as Python would raise
   */
  static Object apply(String name, Object value, Arguments arguments, Rendering rendering) {
    return TESTS.get(name).apply(value, arguments, rendering);
  }

  /** A name to look up; what is no text is none. */
  private static String name(Object value, Rendering rendering) {
    Object key = Hashable.of(value, rendering.budget());
    return key instanceof String name ? name : "";
  }

  private static boolean isSequence(Object value) {
    return Text.isText(value)
        || value instanceof Sequence
        || value instanceof PythonDict
        || value instanceof PythonRange
        || value instanceof Undefined;
  }

  private static boolean isCallable(Object value) {
    return value instanceof Callable || value instanceof Undefined;
  }

  private static String scanned(Object value, Rendering rendering) {
    String text = Text.of(value, rendering);
    rendering.budget().scan(text.length());
    return text;
  }

  private static boolean remainder(
      Object value, Object divisor, Object wanted, Rendering rendering) {
    Object rest = Arithmetic.apply(TokenType.MODULO, value, divisor, rendering);
    return Equality.equal(rest, wanted, rendering.budget());
  }

  /** Python keeps one object of each small integer, of each truth value and of None. */
  private static boolean isSame(Object left, Object right) {
    if (left instanceof Long a && right instanceof Long b) {
      return a.equals(b) && a >= -5 && a <= 256;
    }
    boolean single = List.of(true, false, None.NONE).contains(left);
    return left == right || (single && left.equals(right));
  }
}
