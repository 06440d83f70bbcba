package dev.longspark.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class FirstLineTest {
  @Test
  void skipsLeadingLineFeeds() {
    assertEquals("first", FirstLine.of("\n\nfirst\nsecond"));
  }

  @Test
  void knowsNoOtherLineEnd() {
    assertEquals("\r", FirstLine.of("\r\nfoo"));
    assertEquals("a\u2028b\u000Bc", FirstLine.of("a\u2028b\u000Bc\nd"));
  }

  @Test
  void ofLineFeedsIsEmpty() {
    assertEquals("", FirstLine.of("\n\n\n"));
    assertEquals("", FirstLine.of(""));
  }
}
