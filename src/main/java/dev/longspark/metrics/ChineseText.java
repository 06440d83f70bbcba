package dev.longspark.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How LongBench prepares Chinese text for metrics made for English: {@link Jieba} finds the words.
 *
 * <p><em>Source:</em> {@code normalize_zh_answer}, {@code qa_f1_zh_score} and {@code
 * rouge_zh_score} of LongBench's {@code metrics.py}.
 */
final class ChineseText {
  private static final String PUNCTUATION =
      "！？｡。＂＃＄％＆＇（）＊＋，－／：；＜＝＞＠［＼］＾＿｀｛｜｝～｟｠｢｣､、〃》「」『』【】" + "〔〕〖〗〘〙〚〛〜〝〞〟〰〾〿–—‘’‛“”„‟…‧﹏";

  private ChineseText() {}

  /** The words that QA-F1 compares: lower case, without punctuation and white space. */
  static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    for (String word : Jieba.words(text)) {
      String plain = plain(word);
      if (!plain.isEmpty()) {
        words.add(plain);
      }
    }
    return words;
  }

  /** The text with blanks between its words, as ROUGE-L takes it. */
  static String spaced(String text) {
    return String.join(" ", Jieba.words(text));
  }

  private static String plain(String word) {
    String lower = word.toLowerCase(Locale.ROOT);
    StringBuilder kept = new StringBuilder(lower.length());
    for (int at = 0; at < lower.length(); at++) {
      char c = lower.charAt(at);
      if (!PythonText.isPunctuation(c)
          && !PythonText.isWhitespace(c)
          && PUNCTUATION.indexOf(c) < 0) {
        kept.append(c);
      }
    }
    return kept.toString();
  }
}
