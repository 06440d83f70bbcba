package dev.longspark.template;

import java.util.Map;

/** Methods of texts that add or take away at their ends. */
final class PaddingMethods {
  private PaddingMethods() {}

  static void addTo(Map<String, Method> methods) {
    add(methods, "center", "/width, fillchar=' '", (s, given, r) -> pad(s, given, -1, r));
    add(methods, "ljust", "/width, fillchar=' '", (s, given, r) -> pad(s, given, 0, r));
    add(methods, "rjust", "/width, fillchar=' '", (s, given, r) -> pad(s, given, 1, r));
    add(methods, "zfill", "/width", (s, given, r) -> zeros(s.toString(), given[0], r));
    add(methods, "strip", "/chars=None", (s, given, r) -> strip(s, given[0], true, true, r));
    add(methods, "lstrip", "/chars=None", (s, given, r) -> strip(s, given[0], true, false, r));
    add(methods, "rstrip", "/chars=None", (s, given, r) -> strip(s, given[0], false, true, r));
    add(methods, "expandtabs", "tabsize=8", (s, given, r) -> expandTabs(s, given[0], r));
    add(
        methods,
        "removeprefix",
        "/prefix",
        (self, given, r) -> {
          String part = SearchMethods.text(given[0], "removeprefix() argument");
          String text = self.toString();
          r.budget().characters(text.length());
          return text.startsWith(part) ? text.substring(part.length()) : text;
        });
    add(
        methods,
        "removesuffix",
        "/suffix",
        (self, given, r) -> {
          String part = SearchMethods.text(given[0], "removesuffix() argument");
          String text = self.toString();
          r.budget().characters(text.length());
          return text.endsWith(part) ? text.substring(0, text.length() - part.length()) : text;
        });
  }

  private static void add(
      Map<String, Method> methods, String name, String parameters, Method.Body body) {
    methods.put(name, new Method(Signature.of("str." + name, parameters), body));
  }

  private static String pad(Object self, Object[] given, int side, Rendering rendering) {
    String fill =
        SearchMethods.text(given[1], "The fill character must be a unicode character, not");
    if (fill.codePointCount(0, fill.length()) != 1) {
      throw Fault.type("The fill character must be exactly one character long");
    }
    return pad(self.toString(), Numbers.clamped(given[0]), fill, side, rendering.budget());
  }

  /**
   * A text in a given width.
   *
   * @param side where the text goes: 0 = left, 1 = right, -1 = the middle
   */
  static String pad(String text, int width, String fill, int side, Budget budget) {
    int missing = width - text.codePointCount(0, text.length());
    if (missing <= 0) {
      return text;
    }
    budget.characters((long) missing * fill.length() + text.length());
    int left = side == 0 ? 0 : side == 1 ? missing : missing / 2 + (missing & width & 1);
    return fill.repeat(left) + text + fill.repeat(missing - left);
  }

  private static String zeros(String text, Object width, Rendering rendering) {
    boolean signed = text.startsWith("-") || text.startsWith("+");
    int wanted = Numbers.clamped(width);
    String digits = signed ? text.substring(1) : text;
    String padded = pad(digits, signed ? wanted - 1 : wanted, "0", 1, rendering.budget());
    return signed ? text.charAt(0) + padded : padded;
  }

  private static String strip(
      Object self, Object given, boolean start, boolean end, Rendering rendering) {
    String chars = null;
    if (given != None.NONE) {
      if (!Text.isText(given)) {
        throw Fault.type("strip arg must be None or str");
      }
      chars = given.toString();
    }
    return strip(self.toString(), chars, start, end, rendering.budget());
  }

  /**
   * A text without certain characters at its ends.
   *
   * @param chars the characters, {@code null} for white space
   */
  static String strip(String text, String chars, boolean start, boolean end, Budget budget) {
    int from = 0;
    int to = text.length();
    long visited = 0;
    while (start && from < to && strips(text.codePointAt(from), chars)) {
      from += Character.charCount(text.codePointAt(from));
      visited++;
    }
    while (end && to > from && strips(text.codePointBefore(to), chars)) {
      to -= Character.charCount(text.codePointBefore(to));
      visited++;
    }
    budget.scan(visited * (chars == null ? 1 : 1 + chars.length() / 8L));
    if (from == 0 && to == text.length()) {
      return text;
    }
    budget.characters(to - (long) from);
    return text.substring(from, to);
  }

  private static boolean strips(int c, String chars) {
    return chars == null ? Characters.isSpace(c) : chars.indexOf(c) >= 0;
  }

  private static String expandTabs(Object self, Object size, Rendering rendering) {
    int width = Numbers.clamped(size);
    StringBuilder text = new StringBuilder();
    long column = 0;
    String source = self.toString();
    rendering.budget().characters(source.length());
    for (int i = 0; i < source.length(); ) {
      int c = source.codePointAt(i);
      i += Character.charCount(c);
      if (c == '\t') {
        long blanks = width <= 0 ? 0 : width - column % width;
        rendering.budget().characters(blanks);
        text.append(" ".repeat((int) blanks));
        column += blanks;
      } else {
        text.appendCodePoint(c);
        column = c == '\n' || c == '\r' ? 0 : column + 1;
      }
    }
    return text.toString();
  }
}
