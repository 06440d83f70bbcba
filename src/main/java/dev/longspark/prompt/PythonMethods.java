package dev.longspark.prompt;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import jinjava.javax.el.ELException;

/** Python's methods of strings and dicts, as far as chat templates use them. */
final class PythonMethods {
  private PythonMethods() {}

  /**
   * The result of {@code text.name(arguments)}.
   *
   * @throws ELException if there is no such method here
   */
  static Object ofString(String text, String name, List<Object> arguments) {
    return switch (name + "/" + arguments.size()) {
      case "strip/0" -> PythonText.strip(text);
      case "lstrip/0" -> PythonText.stripStart(text);
      case "rstrip/0" -> PythonText.stripEnd(text);
      case "strip/1" -> stripStart(stripEnd(text, arguments.get(0)), arguments.get(0));
      case "lstrip/1" -> stripStart(text, arguments.get(0));
      case "rstrip/1" -> stripEnd(text, arguments.get(0));
      case "split/0" -> words(text);
      case "split/1" -> List.of(text.split(quoted(arguments.get(0)), -1));
      case "startswith/1" -> text.startsWith(string(arguments.get(0)));
      case "endswith/1" -> text.endsWith(string(arguments.get(0)));
      case "replace/2" -> text.replace(string(arguments.get(0)), string(arguments.get(1)));
      case "upper/0" -> text.toUpperCase(Locale.ROOT);
      case "lower/0" -> text.toLowerCase(Locale.ROOT);
      case "title/0" -> title(text);
      case "capitalize/0" -> capitalize(text);
      default -> throw unknown("a string", name, arguments);
    };
  }

  /**
   * The result of {@code dict.name(arguments)}.
   *
   * @throws ELException if there is no such method here
   */
  static Object ofDict(Map<?, ?> dict, String name, List<Object> arguments) {
    return switch (name + "/" + arguments.size()) {
      case "get/1" -> dict.get(string(arguments.get(0)));
      case "get/2" ->
          dict.containsKey(string(arguments.get(0)))
              ? dict.get(string(arguments.get(0)))
              : arguments.get(1);
      case "keys/0" -> new ArrayList<Object>(dict.keySet());
      case "values/0" -> new ArrayList<Object>(dict.values());
      case "items/0" -> new ArrayList<Object>(dict.entrySet());
      default -> throw unknown("a dict", name, arguments);
    };
  }

  private static String stripStart(String text, Object characters) {
    int start = 0;
    while (start < text.length() && string(characters).indexOf(text.charAt(start)) >= 0) {
      start++;
    }
    return text.substring(start);
  }

  private static String stripEnd(String text, Object characters) {
    int end = text.length();
    while (end > 0 && string(characters).indexOf(text.charAt(end - 1)) >= 0) {
      end--;
    }
    return text.substring(0, end);
  }

  private static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    int start = 0;
    for (int i = 0; i <= text.length(); i++) {
      if (i == text.length() || PythonText.isSpace(text.charAt(i))) {
        if (i > start) {
          words.add(text.substring(start, i));
        }
        start = i + 1;
      }
    }
    return words;
  }

  private static String title(String text) {
    StringBuilder title = new StringBuilder();
    boolean inWord = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      title.append(inWord ? Character.toLowerCase(c) : Character.toTitleCase(c));
      inWord = Character.isLetter(c);
    }
    return title.toString();
  }

  private static String capitalize(String text) {
    return text.isEmpty()
        ? text
        : Character.toTitleCase(text.charAt(0)) + text.substring(1).toLowerCase(Locale.ROOT);
  }

  private static String quoted(Object separator) {
    return Pattern.quote(string(separator));
  }

  private static String string(Object argument) {
    if (argument instanceof String text) {
      return text;
    }
    throw new ELException("Expected a string, not " + argument);
  }

  private static ELException unknown(String of, String name, List<Object> arguments) {
    return new ELException(
        "Unknown method of %s: '%s' with %d arguments".formatted(of, name, arguments.size()));
  }
}
