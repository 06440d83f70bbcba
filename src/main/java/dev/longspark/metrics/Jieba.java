package dev.longspark.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Chinese words as the Python package jieba 0.42.1 cuts them in its default mode, which LongBench
 * uses: the most probable path through the dictionary, and a hidden Markov model for what the
 * dictionary leaves as single characters.
 *
 * <p><em>Source:</em> {@code Tokenizer.cut} of fxsjy/jieba. <em>Deviations:</em> the emission
 * probabilities are rounded to about twelve digits. Of the library jieba-analysis only the model's
 * two files are used: its own segmenter cuts English words and numbers in other places.
 */
final class Jieba {
  /** What the dictionary is asked about. */
  private static final Pattern BLOCK = Pattern.compile("[\u4E00-\u9FD5a-zA-Z0-9+#&._%\\-]+");

  private static final Pattern HAN = Pattern.compile("[\u4E00-\u9FD5]+");
  private static final Pattern LATIN = Pattern.compile("[a-zA-Z0-9]+(?:\\.[0-9]+)?%?");

  /** The model is read when the first text comes: most runs have no Chinese task. */
  private static final class Model {
    static final JiebaDictionary DICTIONARY = JiebaDictionary.load();
    static final JiebaHmm UNKNOWN_WORDS = JiebaHmm.load();
  }

  private Jieba() {}

  /** The words in order; together they are the text, white space and punctuation included. */
  static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    Matcher block = BLOCK.matcher(text);
    int end = 0;
    while (block.find()) {
      addCharacters(text.substring(end, block.start()), words);
      addWords(block.group(), words);
      end = block.end();
    }
    addCharacters(text.substring(end), words);
    return words;
  }

  /** What stands between blocks: every character is a word, and so is CR LF. */
  private static void addCharacters(String text, List<String> words) {
    for (int at = 0, end; at < text.length(); at = end) {
      end = text.startsWith("\r\n", at) ? at + 2 : text.offsetByCodePoints(at, 1);
      words.add(text.substring(at, end));
    }
  }

  private static void addWords(String block, List<String> words) {
    int[] ends = mostProbableEnds(block);
    int single = 0; // where the run of one-character words began
    for (int start = 0; start < block.length(); start = ends[start]) {
      if (ends[start] > start + 1) {
        addSingles(block.substring(single, start), words);
        words.add(block.substring(start, ends[start]));
        single = ends[start];
      }
    }
    addSingles(block.substring(single), words);
  }

  /**
   * Where the word ends that starts at a place, on the best path from there to the end: the one
   * with the highest sum of log probabilities, the longer word if two are equal.
   */
  private static int[] mostProbableEnds(String block) {
    double[] best = new double[block.length() + 1];
    int[] ends = new int[block.length()];
    for (int start = block.length() - 1; start >= 0; start--) {
      best[start] = Double.NEGATIVE_INFINITY;
      for (int end : Model.DICTIONARY.wordEnds(block, start)) {
        double score = Model.DICTIONARY.logProbability(block.substring(start, end)) + best[end];
        if (score >= best[start]) {
          best[start] = score;
          ends[start] = end;
        }
      }
    }
    return ends;
  }

  /** One-character words in a row: perhaps words that the dictionary does not know. */
  private static void addSingles(String run, List<String> words) {
    if (run.length() > 1 && !Model.DICTIONARY.isWord(run)) {
      addUnknownWords(run, words);
    } else {
      run.chars().forEach(c -> words.add(String.valueOf((char) c)));
    }
  }

  private static void addUnknownWords(String run, List<String> words) {
    Matcher han = HAN.matcher(run);
    int end = 0;
    while (han.find()) {
      addLatinWords(run.substring(end, han.start()), words);
      Model.UNKNOWN_WORDS.addWords(han.group(), words);
      end = han.end();
    }
    addLatinWords(run.substring(end), words);
  }

  private static void addLatinWords(String run, List<String> words) {
    Matcher latin = LATIN.matcher(run);
    int end = 0;
    while (latin.find()) {
      addIfPresent(run.substring(end, latin.start()), words);
      words.add(latin.group());
      end = latin.end();
    }
    addIfPresent(run.substring(end), words);
  }

  private static void addIfPresent(String rest, List<String> words) {
    if (!rest.isEmpty()) {
      words.add(rest);
    }
  }
}
