package dev.longspark.prompt;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A LongBench template with the places {@code {context}} and {@code {input}}. */
record PromptTemplate(String text) {
  private static final Pattern PLACE = Pattern.compile("\\{(context|input)\\}");

  /** The text with its places filled; places inside the values stay as they are. */
  String fill(String context, String question) {
    StringBuilder filled = new StringBuilder(text.length() + context.length() + question.length());
    Matcher place = PLACE.matcher(text);
    int position = 0;
    while (place.find()) {
      filled.append(text, position, place.start());
      filled.append(place.group(1).equals("context") ? context : question);
      position = place.end();
    }
    return filled.append(text, position, text.length()).toString();
  }
}
