package dev.longspark.compression;

import java.util.Arrays;
import java.util.List;

/** A chunk as the encoder sees it: at most 512 tokens with the special ones at its ends. */
final class Chunk {
  static final int MAX_TOKENS = 512;

  private final List<String> tokens;
  private final long[] ids;

  /** Copies and cuts. */
  Chunk(List<String> tokens, long[] ids) {
    int size = Math.min(ids.length, MAX_TOKENS);
    this.tokens = List.copyOf(tokens.subList(0, size));
    this.ids = Arrays.copyOf(ids, size);
  }

  int size() {
    return ids.length;
  }

  long id(int position) {
    return ids[position];
  }

  /** Token names by id, so unknown pieces have the unknown token's. */
  List<String> tokens() {
    return tokens;
  }
}
