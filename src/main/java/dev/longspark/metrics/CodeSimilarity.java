package dev.longspark.metrics;

/**
 * How alike the first line of predicted code and the right line are, in whole per cent as 0 to 1.
 *
 * <p>The line is the first one without a back quote, {@code #} or {@code //}, leading line feeds
 * skipped; it may be blank. <em>Source:</em> LongBench's {@code code_sim_score} with fuzzywuzzy
 * 0.18.0 on Python's difflib, as LongBench's requirements install it. <em>Deviations:</em> none.
 * Where python-Levenshtein happens to be installed, fuzzywuzzy computes another ratio, and the
 * scores of the code tasks are one to three points higher.
 */
final class CodeSimilarity {
  private CodeSimilarity() {}

  static double score(String prediction, String answer) {
    String line = codeLine(prediction);
    if (line.equals(answer)) {
      return 1.0;
    }
    if (line.isEmpty() || answer.isEmpty()) {
      return 0.0;
    }
    return Math.rint(100 * RatcliffObershelp.ratio(line, answer)) / 100;
  }

  static String codeLine(String prediction) {
    int start = 0;
    while (start < prediction.length() && prediction.charAt(start) == '\n') {
      start++;
    }
    while (start < prediction.length()) {
      int feed = prediction.indexOf('\n', start);
      int end = feed < 0 ? prediction.length() : feed;
      String line = prediction.substring(start, end);
      if (!line.contains("`") && !line.contains("#") && !line.contains("//")) {
        return line;
      }
      start = end + 1;
    }
    return "";
  }
}
