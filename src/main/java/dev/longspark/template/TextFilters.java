package dev.longspark.template;

import dev.longspark.template.TemplateException.Kind;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Filters of texts; what is none becomes one first. */
final class TextFilters {
  private static final int LEEWAY = 5;

  private TextFilters() {}

  static void addTo(Map<String, Filters.Free> filters) {
    change(filters, "capitalize", Cases::capitalize);
    change(filters, "lower", Cases::lower);
    change(filters, "upper", Cases::upper);
    change(filters, "title", TextFilters::title);
    Filters.add(filters, "center", "value, width=80", TextFilters::center);
    Filters.add(filters, "string", "object", (given, r) -> soft(given[0], r));
    Filters.add(filters, "trim", "value, chars=None", TextFilters::trim);
    Filters.add(filters, "wordcount", "s", (given, r) -> words(Text.of(given[0], r), r));
    Filters.add(filters, "indent", "s, width=4, first=False, blank=False", TextFilters::indent);
    Filters.add(
        filters,
        "truncate",
        "s, length=255, killwords=False, end='...', leeway=None",
        TextFilters::truncate);
    filters.put("format", TextFilters::format);
  }

  private static void change(
      Map<String, Filters.Free> filters, String name, UnaryOperator<String> change) {
    Filters.add(
        filters,
        name,
        "s",
        (given, rendering) -> {
          String text = Text.of(given[0], rendering);
          rendering.budget().characters(text.length());
          String changed = change.apply(text);
          return given[0] instanceof Markup ? new Markup(changed) : changed;
        });
  }

  /** A text, safe if it was. */
  static Object soft(Object value, Rendering rendering) {
    return value instanceof Markup ? value : Text.of(value, rendering);
  }

  private static Object like(Object original, String text) {
    return original instanceof Markup ? new Markup(text) : text;
  }

  /** Words begin behind white space, hyphens and opening brackets. */
  private static String title(String text) {
    StringBuilder titled = new StringBuilder(text.length());
    int at = 0;
    while (at < text.length()) {
      int end = at;
      while (end < text.length() && !endsWord(text.charAt(end))) {
        end++;
      }
      if (end > at) {
        int first = at + Character.charCount(text.codePointAt(at));
        titled.append(Cases.upper(text.substring(at, first)));
        titled.append(Cases.lower(text.substring(first, end)));
      }
      at = end;
      while (at < text.length() && endsWord(text.charAt(at))) {
        titled.append(text.charAt(at++));
      }
    }
    return titled.toString();
  }

  private static boolean endsWord(char c) {
    return "-({[<".indexOf(c) >= 0 || Characters.isSpace(c);
  }

  private static Object center(Object[] given, Rendering rendering) {
    int width = Numbers.clamped(given[1]);
    String text = Text.of(given[0], rendering);
    return like(given[0], PaddingMethods.pad(text, width, " ", -1, rendering.budget()));
  }

  private static Object trim(Object[] given, Rendering rendering) {
    String text = Text.of(given[0], rendering);
    if (given[1] != None.NONE && !Text.isText(given[1])) {
      throw Fault.type("strip arg must be None or str");
    }
    String chars = given[1] == None.NONE ? null : given[1].toString();
    return like(given[0], PaddingMethods.strip(text, chars, true, true, rendering.budget()));
  }

  private static long words(String text, Rendering rendering) {
    rendering.budget().scan(text.length());
    long count = 0;
    boolean inWord = false;
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      boolean word = Characters.isWord(c);
      count += word && !inWord ? 1 : 0;
      inWord = word;
    }
    return count;
  }

  private static Object indent(Object[] given, Rendering rendering) {
    if (given[0] instanceof Undefined undefined) {
      throw undefined.fault();
    }
    if (given[0] instanceof PythonList) {
      throw Fault.of(Kind.ATTRIBUTE, "'list' object has no attribute 'splitlines'");
    }
    String text = SearchMethods.text(given[0], "the value to indent");
    Budget budget = rendering.budget();
    String indention = indention(given[1], budget);
    boolean blank = Truth.of(given[3], rendering);
    List<String> lines = StringSplits.lines(text + "\n", false, budget);
    StringBuilder indented = new StringBuilder();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      budget.characters(line.length() + indention.length() + 1L);
      indented.append(i == 0 ? "" : "\n");
      if (i == 0 ? Truth.of(given[2], rendering) : blank || !line.isEmpty()) {
        indented.append(indention);
      }
      indented.append(line);
    }
    return like(given[0], indented.toString());
  }

  private static String indention(Object width, Budget budget) {
    if (Text.isText(width)) {
      return width.toString();
    }
    int blanks = Math.max(0, Numbers.clamped(width));
    budget.characters(blanks);
    return " ".repeat(blanks);
  }

  private static Object truncate(Object[] given, Rendering rendering) {
    String end = SearchMethods.text(given[3], "the end of a truncated text");
    int length = Numbers.clamped(given[1]);
    int leeway = given[4] == None.NONE ? LEEWAY : Numbers.clamped(given[4]);
    int endLength = end.codePointCount(0, end.length());
    if (length < endLength) {
      throw Fault.of(Kind.ASSERTION, "expected length >= %d, got %d", endLength, length);
    }
    if (leeway < 0) {
      throw Fault.of(Kind.ASSERTION, "expected leeway >= 0, got %d", leeway);
    }
    if (Iteration.length(given[0], rendering) <= (long) length + leeway) {
      return given[0];
    }
    String text = SearchMethods.text(given[0], "the value to truncate");
    rendering.budget().characters(length + (long) endLength);
    String kept = Text.substring(text, 0, length - endLength);
    if (!Truth.of(given[2], rendering)) {
      int space = kept.lastIndexOf(' ');
      kept = space < 0 ? kept : kept.substring(0, space);
    }
    return like(given[0], kept + end);
  }

  private static Object format(Object value, Arguments given, Rendering rendering) {
    if (!given.positional().isEmpty() && !given.keywords().isEmpty()) {
      throw Fault.template("can't handle positional and keyword arguments at the same time");
    }
    Object values = new PythonTuple(given.positional());
    if (!given.keywords().isEmpty()) {
      PythonDict.Builder dict = new PythonDict.Builder(rendering.budget());
      given.keywords().forEach(dict::put);
      values = dict.build();
    }
    return Arithmetic.apply(TokenType.MODULO, soft(value, rendering), values, rendering);
  }
}
