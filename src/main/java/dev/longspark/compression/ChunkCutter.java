package dev.longspark.compression;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Cuts a token list into chunks that fit the encoder. A chunk ends at the last end token among the
 * 510 positions after its first token, and is 511 tokens long if there is none.
 */
final class ChunkCutter {
  private static final int CHUNK = 510;

  private final Set<String> ends;

  ChunkCutter(Set<String> ends) {
    this.ends = ends;
  }

  /** The chunks in order, as views of the list. */
  List<List<String>> cut(List<String> tokens) {
    List<List<String>> chunks = new ArrayList<>();
    int start = 0;
    while (start < tokens.size()) {
      int end = lastOf(start, tokens);
      chunks.add(tokens.subList(start, end + 1));
      start = end + 1;
    }
    return chunks;
  }

  private int lastOf(int start, List<String> tokens) {
    int furthest = start + CHUNK;
    if (furthest > tokens.size() - 1) {
      return tokens.size() - 1;
    }
    for (int i = furthest; i > start; i--) {
      if (ends.contains(tokens.get(i))) {
        return i;
      }
    }
    return furthest;
  }
}
