package dev.longspark.template;

/** Text from outside, made fit for one line of a message. */
final class OneLine {
  private static final int MAX = 300;

  private OneLine() {}

  /** The text with line breaks and control characters escaped, cut if it is long. */
  static String of(String text) {
    StringBuilder line = new StringBuilder(Math.min(text.length(), MAX) + 8);
    for (int i = 0; i < text.length(); i++) {
      if (line.length() >= MAX) {
        return line.append("...").toString();
      }
      char c = text.charAt(i);
      switch (c) {
        case '\n' -> line.append("\\n");
        case '\r' -> line.append("\\r");
        case '\t' -> line.append("\\t");
        default -> {
          if (Character.isISOControl(c) || c == '\u2028' || c == '\u2029') {
            line.append(String.format("\\u%04x", (int) c));
          } else {
            line.append(c);
          }
        }
      }
    }
    return line.toString();
  }
}
