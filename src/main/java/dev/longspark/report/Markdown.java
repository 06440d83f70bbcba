package dev.longspark.report;

import dev.longspark.files.Shown;
import java.util.Map;
import java.util.stream.Collectors;

/** Text of unknown origin as Markdown that shows it: no HTML, no links, nothing hidden. */
final class Markdown {
  private static final Map<Integer, String> SIGNS =
      Map.of(
          (int) '\\', "\\\\",
          (int) '|', "\\|",
          (int) '<', "&lt;",
          (int) '>', "&gt;",
          (int) '&', "&amp;",
          (int) '[', "\\[",
          (int) ']', "\\]",
          (int) '`', "\\`",
          (int) '*', "\\*",
          (int) '!', "\\!");

  private Markdown() {}

  /** A text in one line. */
  static String of(String text) {
    return Shown.visible(text.replaceAll("\\s+", " "))
        .codePoints()
        .mapToObj(sign -> SIGNS.getOrDefault(sign, Character.toString(sign)))
        .collect(Collectors.joining());
  }
}
