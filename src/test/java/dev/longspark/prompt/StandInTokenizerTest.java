package dev.longspark.prompt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class StandInTokenizerTest {
  private final Tokenizer tokenizer = Tokenizer.standIn(100);

  @Test
  void givesATokenForFourAndAHalfNarrowOrAThirdMoreThanOneWideCharacters() {
    assertEquals(2, encode("a".repeat(9)).size());
    assertEquals(3, encode("a".repeat(10)).size());
    assertEquals(10, encode("长".repeat(13)).size());
    assertEquals(0, encode("").size());
  }

  @Test
  void staysWithinTheVocabulary() {
    assertTrue(
        encode("The harbour master of Vell kept a ledger.").stream()
            .allMatch(id -> id >= 0 && id < 100));
  }

  @Test
  void decodesToATextOfAsManyTokens() {
    TokenIds ids = encode("The harbour master of Vell kept a ledger of all ships.");

    String text = tokenizer.decode(ids, SpecialTokens.OMITTED);

    assertEquals(ids.size(), encode(text).size());
    assertEquals(7, encode(tokenizer.decode(ids.head(7), SpecialTokens.OMITTED)).size());
  }

  @Test
  void refusesAnEmptyVocabulary() {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> Tokenizer.standIn(0));
    assertEquals("Invalid vocabulary: 0 (must be > 0)", e.getMessage());
  }

  private TokenIds encode(String text) {
    return tokenizer.encode(text, SpecialTokens.ADDED);
  }
}
