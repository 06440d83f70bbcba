package dev.longspark.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The bits against the published table and walk. */
class UnionLcsTest {
  private static final int WORDS = 40;

  @Test
  void takesTheSameWordsAsTheTable() {
    Random random = new Random(7);
    for (int round = 0; round < 300; round++) {
      List<int[]> reference = List.of(sentence(random, 90, WORDS), sentence(random, 20, WORDS));
      List<int[]> predicted =
          List.of(sentence(random, 150, 3 * WORDS), sentence(random, 70, WORDS));
      Set<Integer> union = new HashSet<>();
      for (int[] x : reference) {
        predicted.forEach(y -> union.addAll(walk(x, y, table(x, y))));
      }

      assertEquals(
          union.size(),
          new UnionLcs(WORDS, Integer.MAX_VALUE).size(reference, predicted).getAsInt());
    }
  }

  private static int[] sentence(Random random, int maxLength, int distinctWords) {
    return random.ints(1 + random.nextInt(maxLength), 0, distinctWords).toArray();
  }

  private static int[][] table(int[] x, int[] y) {
    int[][] table = new int[x.length + 1][y.length + 1];
    for (int i = 1; i <= x.length; i++) {
      for (int j = 1; j <= y.length; j++) {
        table[i][j] =
            x[i - 1] == y[j - 1]
                ? table[i - 1][j - 1] + 1
                : Math.max(table[i - 1][j], table[i][j - 1]);
      }
    }
    return table;
  }

  private static Set<Integer> walk(int[] x, int[] y, int[][] table) {
    Set<Integer> words = new HashSet<>();
    int i = x.length;
    int j = y.length;
    while (i > 0 && j > 0) {
      if (x[i - 1] == y[j - 1]) {
        words.add(x[i - 1]);
        i--;
        j--;
      } else if (table[i - 1][j] > table[i][j - 1]) {
        i--;
      } else {
        j--;
      }
    }
    return words;
  }
}
