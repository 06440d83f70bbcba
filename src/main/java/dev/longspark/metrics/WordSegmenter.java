package dev.longspark.metrics;

import java.util.List;

/** Cuts text without blanks between its words, such as Chinese, into words. */
interface WordSegmenter {
  /** The words in order; together they are the text, white space and punctuation included. */
  List<String> segment(String text);
}
