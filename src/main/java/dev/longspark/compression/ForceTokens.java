package dev.longspark.compression;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;

/**
 * The force tokens of one call. A force token that the tokenizer does not give as exactly one token
 * travels through the text as the marker {@code [NEWi]}, where i is its position in the list.
 */
final class ForceTokens {
  /** Marker tokens that every tokenizer is given, and the most force tokens of one call. */
  static final int MARKERS = 100;

  private final Set<String> tokens;
  private final Map<String, String> markerOf = new LinkedHashMap<>();
  private final Map<String, String> tokenOf = new LinkedHashMap<>();

  /**
   * Decides which tokens need a marker.
   *
   * @param forceTokens in the order of the call, which numbers the markers
   * @param pieces the number of tokens of a text that stands alone
   */
  ForceTokens(List<String> forceTokens, ToIntFunction<String> pieces) {
    tokens = new LinkedHashSet<>(forceTokens);
    for (int i = 0; i < forceTokens.size(); i++) {
      if (pieces.applyAsInt(forceTokens.get(i)) != 1) {
        markerOf.put(forceTokens.get(i), marker(i));
      }
    }
    markerOf.forEach((token, marker) -> tokenOf.put(marker, token));
  }

  static String marker(int index) {
    return "[NEW" + index + "]";
  }

  /** Force token to marker, for those that have one. */
  Map<String, String> markers() {
    return Map.copyOf(markerOf);
  }

  /** The text with every marked force token replaced, in list order, inside words too. */
  String mark(String text) {
    String marked = text;
    for (Map.Entry<String, String> entry : markerOf.entrySet()) {
      marked = marked.replace(entry.getKey(), entry.getValue());
    }
    return marked;
  }

  /** The text with every marker in use replaced by its force token. */
  String restore(String text) {
    String restored = text;
    for (Map.Entry<String, String> entry : tokenOf.entrySet()) {
      restored = restored.replace(entry.getKey(), entry.getValue());
    }
    return restored;
  }

  /** A token, or the force token that it marks. */
  String restoreToken(String token) {
    return tokenOf.getOrDefault(token, token);
  }

  boolean contains(String word) {
    return tokens.contains(word);
  }

  boolean containsOrMarks(String token) {
    return tokens.contains(token) || tokenOf.containsKey(token);
  }

  /** The wanted chunk ends and the markers of those that have one. */
  Set<String> chunkEnds(List<String> wanted) {
    List<String> ends = new ArrayList<>(wanted);
    for (String end : wanted) {
      if (markerOf.containsKey(end)) {
        ends.add(markerOf.get(end));
      }
    }
    return Set.copyOf(ends);
  }
}
