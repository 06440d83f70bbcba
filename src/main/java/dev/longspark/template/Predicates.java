package dev.longspark.template;

import java.util.function.IntPredicate;

/** What texts are as a whole. */
final class Predicates {
  private Predicates() {}

  /** Whether all characters are such, and there are some. */
  static boolean all(String text, IntPredicate such) {
    return !text.isEmpty() && text.codePoints().allMatch(such);
  }

  static boolean isIdentifier(String text) {
    return !text.isEmpty()
        && Characters.startsIdentifier(text.codePointAt(0))
        && text.codePoints().allMatch(Characters::continuesIdentifier);
  }

  static boolean isLower(String text) {
    return text.codePoints().anyMatch(Character::isLowerCase)
        && text.codePoints().noneMatch(c -> Character.isUpperCase(c) || Character.isTitleCase(c));
  }

  static boolean isUpper(String text) {
    return text.codePoints().anyMatch(Character::isUpperCase)
        && text.codePoints().noneMatch(c -> Character.isLowerCase(c) || Character.isTitleCase(c));
  }

  static boolean isTitle(String text) {
    boolean inWord = false;
    boolean found = false;
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      boolean upper = Character.isUpperCase(c) || Character.isTitleCase(c);
      boolean lower = Character.isLowerCase(c);
      if ((upper && inWord) || (lower && !inWord)) {
        return false;
      }
      inWord = upper || lower;
      found |= inWord;
    }
    return found;
  }
}
