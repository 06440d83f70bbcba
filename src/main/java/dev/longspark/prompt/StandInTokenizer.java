package dev.longspark.prompt;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts texts into pieces of as many characters as common tokens have and numbers them by a hash.
 * There are no special tokens, and what decoding gives is no text but as long as one.
 *
 * <p>Lengths: English under vocabularies of 128 000 entries, where 4.4 to 4.7 characters per token
 * were measured, and Chinese, Japanese and Korean.
 */
record StandInTokenizer(int vocabulary) implements Tokenizer {
  /** Of one token; a narrow character is 1 / 4.5 of it, a wide one 1 / 1.3. */
  private static final int TOKEN = 117;

  private static final int NARROW = 26;
  private static final int WIDE = 90;
  private static final int FIRST_WIDE_CHARACTER = 0x2E80;
  private static final int LETTERS = 26;

  StandInTokenizer {
    if (vocabulary < 1) {
      throw new IllegalArgumentException("Invalid vocabulary: " + vocabulary + " (must be > 0)");
    }
  }

  @Override
  public TokenIds encode(String text, SpecialTokens specialTokens) {
    return TokenIds.of(
        tokens(text, specialTokens).stream()
            .mapToLong(piece -> Math.floorMod(piece.hashCode(), vocabulary))
            .toArray());
  }

  @Override
  public List<String> tokens(String text, SpecialTokens specialTokens) {
    List<String> pieces = new ArrayList<>();
    int start = 0;
    int filled = 0;
    for (int i = 0; i < text.length(); i++) {
      filled += text.charAt(i) < FIRST_WIDE_CHARACTER ? NARROW : WIDE;
      if (filled >= TOKEN) {
        pieces.add(text.substring(start, i + 1));
        start = i + 1;
        filled -= TOKEN;
      }
    }
    if (filled > 0) {
      pieces.add(text.substring(start));
    }
    return pieces;
  }

  /** Four and five characters in turn, so that the text has the same number of tokens again. */
  @Override
  public String decode(TokenIds ids, SpecialTokens specialTokens) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < ids.size(); i++) {
      int rest = ids.at(i);
      for (int letter = 0; letter < 3 + i % 2; letter++) {
        text.append((char) ('a' + rest % LETTERS));
        rest /= LETTERS;
      }
      text.append(' ');
    }
    return text.toString();
  }

  @Override
  public void close() {
    // Holds nothing.
  }
}
