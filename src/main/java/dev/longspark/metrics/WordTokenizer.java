package dev.longspark.metrics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import opennlp.tools.tokenize.TokenizerME;
import opennlp.tools.tokenize.TokenizerModel;
import opennlp.tools.tokenize.WhitespaceTokenizer;

/**
 * OpenNLP's tokenizer, three quarters of whose work on plain prose is a decision for every letter.
 * It looks at each piece between blanks for itself, so what it once made of a piece is kept. Not
 * for several threads.
 */
final class WordTokenizer {
  /** Some megabytes; a language's frequent words are fewer. */
  private static final int MOST_PIECES = 20_000;

  private static final int LONGEST_PIECE = 40;

  private final TokenizerME tokenizer;
  private final Map<String, List<String>> known = new HashMap<>();

  WordTokenizer(TokenizerModel model) {
    tokenizer = new TokenizerME(model);
  }

  /** The words of a sentence. */
  String[] words(String sentence) {
    List<String> words = new ArrayList<>();
    for (String piece : WhitespaceTokenizer.INSTANCE.tokenize(sentence)) {
      words.addAll(
          piece.length() > LONGEST_PIECE
              ? split(piece)
              : known.computeIfAbsent(piece, this::split));
    }
    if (known.size() > MOST_PIECES) {
      known.clear();
    }
    return words.toArray(String[]::new);
  }

  private List<String> split(String piece) {
    return Arrays.asList(tokenizer.tokenize(piece));
  }
}
