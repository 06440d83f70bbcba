package dev.longspark.template;

import java.time.LocalDateTime;
import java.time.format.TextStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.IsoFields;
import java.util.Locale;

/** C's {@code strftime} with English names, as glibc has it, for a moment without a time zone. */
final class Strftime {
  private static final Locale ENGLISH = Locale.ENGLISH;

  private final LocalDateTime moment;
  private final Budget budget;
  private final StringBuilder out = new StringBuilder();

  private Strftime(LocalDateTime moment, Budget budget) {
    this.moment = moment;
    this.budget = budget;
  }

  /**
   * The moment in a format.
   *
   * @throws TemplateException if a directive is not known
   */
  static String format(LocalDateTime moment, String format, Budget budget) {
    Strftime time = new Strftime(moment, budget);
    time.write(format);
    return time.out.toString();
  }

  private void write(String format) {
    budget.characters(format.length());
    int at = 0;
    while (at < format.length()) {
      char c = format.charAt(at++);
      if (c != '%') {
        out.append(c);
        continue;
      }
      char flag = 0;
      if (at < format.length() && "-_0^#".indexOf(format.charAt(at)) >= 0) {
        flag = format.charAt(at++);
      }
      if (at >= format.length()) {
        if (flag != 0) {
          throw unknown(String.valueOf(flag));
        }
        out.append('%');
        return;
      }
      budget.characters(32);
      directive(format.charAt(at++), flag);
    }
  }

  private static TemplateException unknown(String directive) {
    return Fault.unknown("strftime's directive '%%%s' is not known", directive);
  }

  private void directive(char directive, char flag) {
    switch (directive) {
      case 'a' -> text(moment.getDayOfWeek().getDisplayName(TextStyle.SHORT, ENGLISH), flag);
      case 'A' -> text(moment.getDayOfWeek().getDisplayName(TextStyle.FULL, ENGLISH), flag);
      case 'b', 'h' -> text(month(TextStyle.SHORT), flag);
      case 'B' -> text(month(TextStyle.FULL), flag);
      case 'C' -> number(moment.getYear() / 100, 2, '0', flag);
      case 'd' -> number(moment.getDayOfMonth(), 2, '0', flag);
      case 'e' -> number(moment.getDayOfMonth(), 2, '_', flag);
      case 'f' -> number(moment.getNano() / 1000, 6, '0', flag);
      case 'G' -> number(moment.get(IsoFields.WEEK_BASED_YEAR), 4, '0', flag);
      case 'g' -> number(moment.get(IsoFields.WEEK_BASED_YEAR) % 100, 2, '0', flag);
      case 'H' -> number(moment.getHour(), 2, '0', flag);
      case 'k' -> number(moment.getHour(), 2, '_', flag);
      case 'I' -> number(halfDay(), 2, '0', flag);
      case 'l' -> number(halfDay(), 2, '_', flag);
      case 'j' -> number(moment.getDayOfYear(), 3, '0', flag);
      case 'm' -> number(moment.getMonthValue(), 2, '0', flag);
      case 'M' -> number(moment.getMinute(), 2, '0', flag);
      case 'n' -> out.append('\n');
      case 't' -> out.append('\t');
      case 'p' -> text(moment.getHour() < 12 ? "AM" : "PM", flag);
      case 'P' -> text(moment.getHour() < 12 ? "am" : "pm", flag);
      case 'S' -> number(moment.getSecond(), 2, '0', flag);
      case 'u' -> number(moment.getDayOfWeek().getValue(), 1, '0', flag);
      case 'w' -> number(moment.getDayOfWeek().getValue() % 7, 1, '0', flag);
      case 'U' -> number(week(moment.getDayOfWeek().getValue() % 7), 2, '0', flag);
      case 'W' -> number(week(moment.getDayOfWeek().getValue() - 1), 2, '0', flag);
      case 'V' -> number(moment.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR), 2, '0', flag);
      case 'y' -> number(moment.getYear() % 100, 2, '0', flag);
      case 'Y' -> number(moment.getYear(), 1, '0', flag);
      case 'z', 'Z' -> {} // a moment without a time zone prints nothing
      case '%' -> out.append('%');
      default -> composed(directive, flag);
    }
  }

  private void composed(char directive, char flag) {
    String parts =
        switch (directive) {
          case 'c' -> "%a %b %e %H:%M:%S %Y";
          case 'D', 'x' -> "%m/%d/%y";
          case 'F' -> "%Y-%m-%d";
          case 'r' -> "%I:%M:%S %p";
          case 'R' -> "%H:%M";
          case 'T', 'X' -> "%H:%M:%S";
          default -> throw unknown(String.valueOf(directive));
        };
    if (flag != 0) {
      throw unknown("" + flag + directive);
    }
    write(parts);
  }

  private String month(TextStyle style) {
    return moment.getMonth().getDisplayName(style, ENGLISH);
  }

  private int halfDay() {
    return moment.get(ChronoField.CLOCK_HOUR_OF_AMPM);
  }

  private int week(int dayOfWeek) {
    return (moment.getDayOfYear() + 6 - dayOfWeek) / 7;
  }

  private void text(String text, char flag) {
    switch (flag) {
      case 0, '-', '_', '0' -> out.append(text);
      case '^' -> out.append(text.toUpperCase(ENGLISH));
      default -> throw unknown(flag + "...");
    }
  }

  private void number(int number, int width, char pad, char flag) {
    char filler = flag == '_' || flag == '0' ? flag : pad;
    String digits = String.valueOf(number);
    if (flag != '-') {
      out.append((filler == '_' ? " " : "0").repeat(Math.max(0, width - digits.length())));
    }
    out.append(digits);
  }
}
