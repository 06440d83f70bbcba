package dev.longspark.metrics;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Similarity of two texts by their longest common block, and so on left and right of it.
 *
 * <p><em>Formula:</em> 2M / T with M code points in common blocks and T in both texts.
 * <em>Source:</em> Ratcliff and Metzener, Pattern Matching: the Gestalt Approach (1988), as {@code
 * SequenceMatcher(None, a, b).ratio()} of Python's difflib. <em>Deviations:</em> none. Of equally
 * long blocks the first in a, then in b, is taken; if b has 200 code points or more, those that
 * make up more than about 1 % of it only prolong blocks.
 */
final class RatcliffObershelp {
  private static final int AUTOJUNK_LENGTH = 200;

  private final int[] a;
  private final int[] b;

  /** Code point to its ascending positions in b. */
  private final Map<Integer, List<Integer>> positions;

  /** [j + 1]: how long the common block is that ends at the row's place in a and at j in b. */
  private int[] row;

  private int[] rowAbove;

  /** From aStart to aEnd and from bStart to bEnd, ends excluded. */
  private record Stretch(int aStart, int aEnd, int bStart, int bEnd) {
    boolean isEmpty() {
      return aStart >= aEnd || bStart >= bEnd;
    }
  }

  private record Block(int aStart, int bStart, int size) {}

  private RatcliffObershelp(int[] a, int[] b) {
    this.a = a;
    this.b = b;
    positions =
        IntStream.range(0, b.length).boxed().collect(Collectors.groupingBy(at -> this.b[at]));
    if (b.length >= AUTOJUNK_LENGTH) {
      positions.values().removeIf(places -> places.size() > b.length / 100 + 1);
    }
    row = new int[b.length + 1];
    rowAbove = new int[b.length + 1];
  }

  /** From 0 to 1; the order of the texts may matter. */
  static double ratio(String a, String b) {
    int[] first = a.codePoints().toArray();
    int[] second = b.codePoints().toArray();
    int length = first.length + second.length;
    return length == 0 ? 1.0 : 2.0 * new RatcliffObershelp(first, second).matches() / length;
  }

  private int matches() {
    int matches = 0;
    Deque<Stretch> open = new ArrayDeque<>();
    open.push(new Stretch(0, a.length, 0, b.length));
    while (!open.isEmpty()) {
      Stretch stretch = open.pop();
      if (stretch.isEmpty()) {
        continue;
      }
      Block block = prolonged(longestBlock(stretch), stretch);
      if (block.size > 0) {
        matches += block.size;
        open.push(new Stretch(stretch.aStart, block.aStart, stretch.bStart, block.bStart));
        open.push(
            new Stretch(
                block.aStart + block.size, stretch.aEnd, block.bStart + block.size, stretch.bEnd));
      }
    }
    return matches;
  }

  private Block longestBlock(Stretch stretch) {
    Block longest = new Block(stretch.aStart, stretch.bStart, 0);
    Arrays.fill(row, stretch.bStart, stretch.bEnd + 1, 0);
    for (int i = stretch.aStart; i < stretch.aEnd; i++) {
      int[] recycled = rowAbove;
      rowAbove = row;
      row = recycled;
      Arrays.fill(row, stretch.bStart, stretch.bEnd + 1, 0);
      for (int j : positions.getOrDefault(a[i], List.of())) {
        if (j >= stretch.bStart && j < stretch.bEnd) {
          int size = rowAbove[j] + 1;
          row[j + 1] = size;
          if (size > longest.size) {
            longest = new Block(i - size + 1, j - size + 1, size);
          }
        }
      }
    }
    return longest;
  }

  /** The block, with the equal code points on both of its sides that may not begin one. */
  private Block prolonged(Block block, Stretch stretch) {
    int left = 0;
    while (block.aStart - left > stretch.aStart
        && block.bStart - left > stretch.bStart
        && a[block.aStart - left - 1] == b[block.bStart - left - 1]) {
      left++;
    }
    int size = block.size;
    while (block.aStart + size < stretch.aEnd
        && block.bStart + size < stretch.bEnd
        && a[block.aStart + size] == b[block.bStart + size]) {
      size++;
    }
    return new Block(block.aStart - left, block.bStart - left, size + left);
  }
}
