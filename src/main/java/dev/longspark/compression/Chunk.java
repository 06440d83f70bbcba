package dev.longspark.compression;

import java.util.Arrays;
import java.util.List;

/** A chunk as the encoder sees it: at most 512 tokens with the special ones at its ends. */
final class Chunk {
  static final int MAX_TOKENS = 512;

  private final List<String> tokens;
  private final long[] ids;
  private final String paddingToken;

  /**
   * Copies and cuts.
   *
   * @param paddingToken a token of this name is hidden from the others
   */
  Chunk(List<String> tokens, long[] ids, String paddingToken) {
    int size = Math.min(ids.length, MAX_TOKENS);
    this.tokens = List.copyOf(tokens.subList(0, size));
    this.ids = Arrays.copyOf(ids, size);
    this.paddingToken = paddingToken;
  }

  int size() {
    return ids.length;
  }

  long id(int position) {
    return ids[position];
  }

  /** Whether the text spells the padding token here, so that the encoder does not look. */
  boolean masked(int position) {
    return tokens.get(position).equals(paddingToken);
  }

  /** Token names by id, so unknown pieces have the unknown token's. */
  List<String> tokens() {
    return tokens;
  }
}
