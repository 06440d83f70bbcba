package dev.longspark.metrics;

import com.huaban.analysis.jieba.WordDictionary;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** jieba's 349,046 words and how often each was counted in its corpus. */
final class JiebaDictionary {
  /** Of every word, and 0 for the beginnings of words that are none themselves. */
  private final Map<String, Integer> frequencies;

  private final double logTotal;

  private JiebaDictionary(Map<String, Integer> frequencies, long total) {
    this.frequencies = frequencies;
    this.logTotal = Math.log((double) total);
  }

  static JiebaDictionary load() {
    Map<String, Integer> frequencies = new HashMap<>(1 << 20);
    long[] total = {0};
    readLines(
        "/dict.txt",
        line -> {
          int blank = line.indexOf(' ');
          int frequency = Integer.parseInt(line, blank + 1, line.indexOf(' ', blank + 1), 10);
          frequencies.put(line.substring(0, blank), frequency);
          total[0] += frequency;
        });
    for (String word : List.copyOf(frequencies.keySet())) {
      for (int end = 1; end < word.length(); end++) {
        frequencies.putIfAbsent(word.substring(0, end), 0);
      }
    }
    return new JiebaDictionary(frequencies, total[0]);
  }

  /** Reads a file of the library jieba-analysis, which carries jieba's model. */
  static void readLines(String resource, Consumer<String> reader) {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                WordDictionary.class.getResourceAsStream(resource), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        reader.accept(line);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read resource " + resource, e);
    }
  }

  boolean isWord(String text) {
    return frequencies.getOrDefault(text, 0) > 0;
  }

  /** Ascending ends of the words that start here; if there are none, of the character itself. */
  List<Integer> wordEnds(String text, int start) {
    List<Integer> ends = new ArrayList<>();
    for (int end = start + 1; end <= text.length(); end++) {
      Integer frequency = frequencies.get(text.substring(start, end));
      if (frequency == null) {
        break;
      }
      if (frequency > 0) {
        ends.add(end);
      }
    }
    return ends.isEmpty() ? List.of(start + 1) : ends;
  }

  /** Natural logarithm; an unknown word counts as seen once. */
  double logProbability(String word) {
    return Math.log(Math.max(1, frequencies.getOrDefault(word, 0))) - logTotal;
  }
}
