package dev.longspark.metrics;

import com.huaban.analysis.jieba.JiebaSegmenter;
import com.huaban.analysis.jieba.JiebaSegmenter.SegMode;
import java.util.List;

/** Chinese words by the Java port of jieba. */
final class JiebaWords implements WordSegmenter {
  @Override
  public List<String> segment(String text) {
    return new JiebaSegmenter()
        .process(text, SegMode.SEARCH).stream()
            .map(token -> text.substring(token.startOffset, token.endOffset))
            .toList();
  }
}
