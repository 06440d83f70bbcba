package dev.longspark.metrics;

import java.util.Arrays;
import java.util.List;

/**
 * jieba's hidden Markov model for words that its dictionary lacks: every character is the
 * beginning, the middle or the end of a word, or a word; Viterbi's algorithm finds the most
 * probable course.
 */
final class JiebaHmm {
  private static final double IMPOSSIBLE = -3.14e100;
  private static final char FIRST_HAN = '\u4E00';
  private static final char LAST_HAN = '\u9FD5';

  /** In alphabetic order: of equally probable states, the later one is taken. */
  private static final String STATES = "BEMS";

  private static final int BEGIN = 0;
  private static final int END = 1;
  private static final int SINGLE = 3;

  /** Natural logarithms of the probabilities to start with B, E, M, S. */
  private static final double[] START = {
    -0.26268660809250016, IMPOSSIBLE, IMPOSSIBLE, -1.4652633398537678
  };

  /** [to][from]: which states may precede B, E, M, S, in alphabetic order. */
  private static final int[][] FROM = {{1, 3}, {0, 2}, {0, 2}, {1, 3}};

  private static final double[][] TRANSITION = {
    {-0.5897149736854513, -0.7211965654669841},
    {-0.510825623765990, -0.33344856811948514},
    {-0.916290731874155, -1.2603623820268226},
    {-0.8085250474669937, -0.6658631448798212}
  };

  /** [state][character - FIRST_HAN]. */
  private final double[][] emission;

  private JiebaHmm(double[][] emission) {
    this.emission = emission;
  }

  static JiebaHmm load() {
    double[][] emission = new double[STATES.length()][LAST_HAN - FIRST_HAN + 1];
    for (double[] characters : emission) {
      Arrays.fill(characters, IMPOSSIBLE);
    }
    int[] state = {0};
    JiebaDictionary.readLines(
        "/prob_emit.txt",
        line -> {
          if (line.length() == 1) {
            state[0] = STATES.indexOf(line);
          } else if (line.charAt(0) >= FIRST_HAN && line.charAt(0) <= LAST_HAN) {
            emission[state[0]][line.charAt(0) - FIRST_HAN] =
                Double.parseDouble(line.substring(line.indexOf('\t') + 1));
          }
        });
    return new JiebaHmm(emission);
  }

  /** Adds the words of a text of Han characters only. */
  void addWords(String han, List<String> words) {
    int[] states = states(han);
    int start = 0;
    for (int at = 0; at < states.length; at++) {
      if (states[at] == BEGIN) {
        start = at;
      } else if (states[at] == END || states[at] == SINGLE) {
        words.add(han.substring(states[at] == END ? start : at, at + 1));
        start = at + 1;
      }
    }
    if (start < han.length()) {
      words.add(han.substring(start));
    }
  }

  private int[] states(String han) {
    int[][] before = new int[han.length()][];
    double[] score = START.clone();
    for (int state = 0; state < score.length; state++) {
      score[state] += emission[state][han.charAt(0) - FIRST_HAN];
    }
    for (int at = 1; at < han.length(); at++) {
      before[at] = new int[STATES.length()];
      score = step(score, han.charAt(at), before[at]);
    }
    int[] states = new int[han.length()];
    states[han.length() - 1] = score[SINGLE] >= score[END] ? SINGLE : END;
    for (int at = han.length() - 1; at > 0; at--) {
      states[at - 1] = before[at][states[at]];
    }
    return states;
  }

  private double[] step(double[] previous, char character, int[] before) {
    double[] score = new double[STATES.length()];
    for (int to = 0; to < score.length; to++) {
      double emitted = emission[to][character - FIRST_HAN];
      double first = previous[FROM[to][0]] + TRANSITION[to][0] + emitted;
      double second = previous[FROM[to][1]] + TRANSITION[to][1] + emitted;
      before[to] = FROM[to][second >= first ? 1 : 0];
      score[to] = Math.max(first, second);
    }
    return score;
  }
}
