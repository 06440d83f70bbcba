package dev.longspark.template;

import java.util.ArrayList;
import java.util.List;

/** {@code +}, {@code *} and {@code %} on texts, lists and tuples. */
final class SequenceArithmetic {
  private SequenceArithmetic() {}

  /** The result, {@link Scope#MISSING} if the operator is none of these types'. */
  static Object apply(TokenType operator, Object left, Object right, Rendering rendering) {
    return switch (operator) {
      case ADD -> sum(left, right, rendering);
      case MULTIPLY ->
          Numbers.isInteger(right)
              ? repeated(left, Numbers.clamped(right), rendering.budget())
              : Numbers.isInteger(left)
                  ? repeated(right, Numbers.clamped(left), rendering.budget())
                  : Scope.MISSING;
      case MODULO ->
          left instanceof String text
              ? new PercentFormat(text, right, rendering).format()
              : left instanceof Markup markup
                  ? new Markup(
                      new PercentFormat(
                              markup.text(),
                              MarkupFilters.escapedParts(right, rendering),
                              rendering)
                          .format())
                  : Scope.MISSING;
      default -> Scope.MISSING;
    };
  }

  private static Object sum(Object left, Object right, Rendering rendering) {
    Budget budget = rendering.budget();
    if (left instanceof String first && right instanceof String second) {
      budget.characters((long) first.length() + second.length());
      return first.concat(second);
    }
    if (Text.isText(left) && Text.isText(right)) {
      String first = Markup.escape(left, rendering).text();
      String second = Markup.escape(right, rendering).text();
      budget.characters((long) first.length() + second.length());
      return new Markup(first.concat(second));
    }
    if (left instanceof Sequence first
        && right instanceof Sequence second
        && left.getClass() == right.getClass()) {
      budget.cells((long) first.items().size() + second.items().size());
      List<Object> all = new ArrayList<>(first.items().size() + second.items().size());
      all.addAll(first.items());
      all.addAll(second.items());
      return first.of(all);
    }
    return Scope.MISSING;
  }

  private static Object repeated(Object value, int times, Budget budget) {
    int count = Math.max(times, 0);
    if (value instanceof String text) {
      budget.characters((long) text.length() * count);
      return text.repeat(count);
    }
    if (value instanceof Markup markup) {
      budget.characters((long) markup.text().length() * count);
      return new Markup(markup.text().repeat(count));
    }
    if (value instanceof Sequence sequence) {
      budget.cells((long) sequence.items().size() * count);
      List<Object> all = new ArrayList<>(sequence.items().size() * count);
      for (int i = 0; i < count && !sequence.items().isEmpty(); i++) {
        all.addAll(sequence.items());
      }
      return sequence.of(all);
    }
    return Scope.MISSING;
  }

  /** Python's complaint about types that do not fit. */
  static TemplateException mismatch(TokenType operator, Object left, Object right) {
    if (operator == TokenType.ADD && (Text.isText(left) || left instanceof Sequence)) {
      return Fault.type(
          "can only concatenate %s (not \"%s\") to %s",
          Types.name(left), Types.name(right), Types.name(left));
    }
    if (operator == TokenType.MULTIPLY && (isRepeatable(left) || isRepeatable(right))) {
      return Fault.type(
          "can't multiply sequence by non-int of type '%s'",
          Types.name(isRepeatable(left) ? right : left));
    }
    if (left instanceof DictView || right instanceof DictView || left instanceof PythonDict) {
      return Fault.type(
          "'%s' of '%s' and '%s' is not known to templates",
          operator.words(), Types.name(left), Types.name(right));
    }
    String sign = operator == TokenType.POWER ? "** or pow()" : operator.words();
    return Fault.type(
        "unsupported operand type(s) for %s: '%s' and '%s'",
        sign, Types.name(left), Types.name(right));
  }

  private static boolean isRepeatable(Object value) {
    return Text.isText(value) || value instanceof Sequence;
  }
}
