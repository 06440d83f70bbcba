package dev.longspark.embedded;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Learns the merges of a byte-level byte-pair encoding: the most frequent neighbouring pair becomes
 * a symbol, again and again.
 *
 * <p>Source: Sennrich et al. 2016, over the bytes and the split expression of GPT-2. Ties go to the
 * pair that sorts first, so equal texts give equal merges.
 */
final class BytePairTrainer {
  /** What the text is split at before merging; digits stand alone. */
  static final String PIECES =
      "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+|\\p{N}| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+";

  private static final Pattern PIECE = Pattern.compile(PIECES);
  private static final int FEWEST_OCCURRENCES = 2;
  private static final Map<Integer, String> BYTE_SYMBOLS = byteSymbols();

  private final Map<String, Integer> pieces = new TreeMap<>();

  /** Two neighbouring symbols. */
  record Pair(String left, String right) {
    String merged() {
      return left + right;
    }
  }

  private record Word(List<String> symbols, int count) {}

  /** Counts the pieces of a text. */
  void add(String text) {
    Matcher matcher = PIECE.matcher(text);
    while (matcher.find()) {
      pieces.merge(visible(matcher.group()), 1, Integer::sum);
    }
  }

  /**
   * Learns merges from all texts added so far.
   *
   * @param count how many at most; fewer where no pair is left that occurs twice
   */
  List<Pair> merges(int count) {
    List<Word> words = new ArrayList<>();
    pieces.forEach((piece, n) -> words.add(new Word(new ArrayList<>(symbols(piece)), n)));
    List<Pair> merges = new ArrayList<>();
    while (merges.size() < count) {
      Map<Pair, Integer> counts = pairCounts(words);
      Map.Entry<Pair, Integer> best = mostFrequent(counts);
      if (best == null || best.getValue() < FEWEST_OCCURRENCES) {
        break;
      }
      merges.add(best.getKey());
      words.forEach(word -> merge(word.symbols(), best.getKey()));
    }
    return merges;
  }

  /**
   * The symbols that stand for the 256 byte values in a tokenizer file: printable bytes are
   * themselves, the others are moved to the code points from 256 on.
   */
  static Map<Integer, String> byteSymbols() {
    Map<Integer, String> symbols = new LinkedHashMap<>();
    int moved = 0;
    for (int value = 0; value < 256; value++) {
      boolean printable =
          (value >= '!' && value <= '~')
              || (value >= 0xA1 && value <= 0xAC)
              || (value >= 0xAE && value <= 0xFF);
      symbols.put(value, Character.toString(printable ? value : 256 + moved++));
    }
    return symbols;
  }

  private static String visible(String piece) {
    StringBuilder text = new StringBuilder();
    for (byte value : piece.getBytes(StandardCharsets.UTF_8)) {
      text.append(BYTE_SYMBOLS.get(value & 0xFF));
    }
    return text.toString();
  }

  private static List<String> symbols(String piece) {
    return piece.codePoints().mapToObj(Character::toString).toList();
  }

  private static Map<Pair, Integer> pairCounts(List<Word> words) {
    Map<Pair, Integer> counts = new HashMap<>();
    for (Word word : words) {
      List<String> symbols = word.symbols();
      for (int i = 1; i < symbols.size(); i++) {
        counts.merge(new Pair(symbols.get(i - 1), symbols.get(i)), word.count(), Integer::sum);
      }
    }
    return counts;
  }

  private static Map.Entry<Pair, Integer> mostFrequent(Map<Pair, Integer> counts) {
    Comparator<Map.Entry<Pair, Integer>> byCount = Map.Entry.comparingByValue();
    Comparator<Map.Entry<Pair, Integer>> byName =
        Comparator.comparing(entry -> entry.getKey().left() + ' ' + entry.getKey().right());
    return counts.entrySet().stream().max(byCount.thenComparing(byName.reversed())).orElse(null);
  }

  private static void merge(List<String> symbols, Pair pair) {
    for (int i = 0; i + 1 < symbols.size(); i++) {
      if (symbols.get(i).equals(pair.left()) && symbols.get(i + 1).equals(pair.right())) {
        symbols.set(i, pair.merged());
        symbols.remove(i + 1);
      }
    }
  }
}
