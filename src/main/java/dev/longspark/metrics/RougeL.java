package dev.longspark.metrics;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * ROUGE-L as the Python package {@code rouge} 1.0.1 computes it for summaries, which LongBench
 * uses; it is not the textbook metric.
 *
 * <p>Both texts are cut into sentences at every full stop, sentences into words at white space; a
 * sentence of nothing but white space is one empty word. One longest common subsequence is found
 * for every pair of sentences; the words in them make the set U, so repetition costs nothing.
 *
 * <p><em>Formula:</em> P = |U| / distinct words of the prediction, R = |U| / distinct words of the
 * answer, F = 2 · (PR / (P + R + 1e-8)); a text without a sentence scores 0. <em>Source:</em> Lin,
 * ROUGE (2004); pltrdy/rouge, commit c1b90a7. <em>Deviations:</em> none with {@link #CPYTHON};
 * {@link #UNLIMITED} also scores where Python meets its recursion limit and LongBench counts 0.
 *
 * @param maxSteps the longest walk back through a table; with a longer one, the score is 0
 */
record RougeL(int maxSteps) {
  /** The metric as meant. */
  static final RougeL UNLIMITED = new RougeL(Integer.MAX_VALUE);

  /** The walk that fits below {@code eval.py} into CPython's recursion limit of 1000. */
  static final RougeL CPYTHON = new RougeL(990);

  /** The F score, from 0 to just below 1. */
  double score(String prediction, String answer) {
    Map<String, Integer> vocabulary = new HashMap<>();
    List<int[]> reference = sentences(answer, vocabulary);
    int answerWords = vocabulary.size();
    List<int[]> predicted = sentences(prediction, vocabulary);
    if (predicted.isEmpty() || reference.isEmpty()) {
      return 0.0;
    }
    OptionalInt union = new UnionLcs(answerWords, maxSteps).size(reference, predicted);
    if (union.isEmpty()) {
      return 0.0;
    }
    double precision = (double) union.getAsInt() / distinct(predicted);
    double recall = (double) union.getAsInt() / answerWords;
    return 2.0 * ((precision * recall) / (precision + recall + 1e-8));
  }

  /** Sentences of word ids; a new word gets the vocabulary's next id. */
  private static List<int[]> sentences(String text, Map<String, Integer> vocabulary) {
    List<int[]> sentences = new ArrayList<>();
    int start = 0;
    while (start < text.length()) {
      int stop = text.indexOf('.', start);
      int end = stop < 0 ? text.length() : stop;
      if (end > start) {
        sentences.add(ids(text.substring(start, end), vocabulary));
      }
      start = end + 1;
    }
    return sentences;
  }

  private static int[] ids(String sentence, Map<String, Integer> vocabulary) {
    List<String> words = PythonText.split(sentence);
    if (words.isEmpty()) {
      words = List.of("");
    }
    int[] ids = new int[words.size()];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = vocabulary.computeIfAbsent(words.get(i), word -> vocabulary.size());
    }
    return ids;
  }

  private static int distinct(List<int[]> sentences) {
    BitSet words = new BitSet();
    for (int[] sentence : sentences) {
      for (int word : sentence) {
        words.set(word);
      }
    }
    return words.cardinality();
  }
}
