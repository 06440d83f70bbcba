package dev.longspark.results;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class RepeatedEndingTest {
  @Test
  void findsALoopAfterAProperAnswer() {
    String loop = " The answer is Paris, as said above.";

    assertTrue(RepeatedEnding.in("It is Paris." + loop.repeat(3)));
    assertFalse(RepeatedEnding.in("It is Paris." + loop.repeat(2)));
  }

  @Test
  void findsALoopThatWasCutShort() {
    assertTrue(RepeatedEnding.in("Yes. " + "one two three four. ".repeat(5) + "one two"));
  }

  @Test
  void takesShortEndingsForNoLoop() {
    assertFalse(RepeatedEnding.in("And so on ......"));
    assertFalse(RepeatedEnding.in(""));
  }
}
