package dev.longspark.compression;

import java.util.List;
import java.util.Set;

/**
 * How a family's tokens make words and text. The rules work on token strings, not ids, because
 * merged words are mostly not in the vocabulary; they are those of the families' fast tokenizers.
 */
enum TokenFamily {
  /** Unigram pieces; "▁" stands before a word. */
  XLM_ROBERTA("<unk>") {
    @Override
    boolean isSpecial(String token) {
      return XLM_SPECIAL.contains(token);
    }

    @Override
    boolean beginsWord(String token, ForceTokens force) {
      return PUNCTUATION.contains(token)
          || force.containsOrMarks(token)
          || token.startsWith(WORD_MARK);
    }

    @Override
    String pure(String token) {
      return stripLeading(token, WORD_MARK.charAt(0));
    }

    @Override
    String text(List<String> tokens) {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < tokens.size(); i++) {
        text.append(tokens.get(i).replace(WORD_MARK, i == 0 ? "" : " "));
      }
      return text.toString();
    }

    @Override
    String display(String word) {
      return pure(word);
    }

    @Override
    List<String> ends(EndTokens endTokens) {
      return switch (endTokens) {
        case AS_RELEASED -> List.of("<unk>", "<unk>");
        case AS_TRAINED -> List.of("<s>", "</s>");
      };
    }

    @Override
    String paddingToken(EndTokens endTokens) {
      return switch (endTokens) {
        case AS_RELEASED -> "[PAD]"; // BERT's name: no token of this vocabulary has it
        case AS_TRAINED -> "<pad>";
      };
    }
  },

  /** WordPiece; "##" stands before a piece that continues a word. */
  BERT("[UNK]") {
    @Override
    boolean isSpecial(String token) {
      return BERT_SPECIAL.contains(token);
    }

    @Override
    boolean beginsWord(String token, ForceTokens force) {
      return force.containsOrMarks(pure(token)) || !token.startsWith(CONTINUATION);
    }

    @Override
    String pure(String token) {
      return stripLeading(token, '#');
    }

    @Override
    String text(List<String> tokens) {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < tokens.size(); i++) {
        String token = tokens.get(i);
        if (i > 0) {
          token = token.startsWith(CONTINUATION) ? token.substring(2) : " " + token;
        }
        text.append(cleanUp(token));
      }
      return text.toString();
    }

    @Override
    String display(String word) {
      return word;
    }

    @Override
    List<String> ends(EndTokens endTokens) {
      return List.of("[CLS]", "[SEP]");
    }

    @Override
    String paddingToken(EndTokens endTokens) {
      return "[PAD]";
    }
  };

  /**
   * The 32 ASCII signs in code order: any contiguous run of them, also the empty one, is a word.
   */
  private static final String PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";

  private static final Set<String> XLM_SPECIAL = Set.of("<s>", "</s>", "<unk>", "<pad>", "<mask>");
  private static final Set<String> BERT_SPECIAL =
      Set.of("[UNK]", "[SEP]", "[CLS]", "[MASK]", "[PAD]");

  private static final String WORD_MARK = "\u2581";
  private static final String CONTINUATION = "##";

  /** The WordPiece decoder's clean-up, in its order: what is replaced and by what. */
  private static final List<List<String>> CLEAN_UP =
      List.of(
          List.of(" .", "."),
          List.of(" ?", "?"),
          List.of(" !", "!"),
          List.of(" ,", ","),
          List.of(" ' ", "'"),
          List.of(" n't", "n't"),
          List.of(" 'm", "'m"),
          List.of(" do not", " don't"),
          List.of(" 's", "'s"),
          List.of(" 've", "'ve"),
          List.of(" 're", "'re"));

  private final String unknownToken;

  TokenFamily(String unknownToken) {
    this.unknownToken = unknownToken;
  }

  /** Whether the token is one of the model's own, which never become words. */
  abstract boolean isSpecial(String token);

  abstract boolean beginsWord(String token, ForceTokens force);

  /** The token without its leading word or continuation marks. */
  abstract String pure(String token);

  /** The name of the token that is masked wherever it stands. */
  abstract String paddingToken(EndTokens endTokens);

  /** The decoder's text of a token list. */
  abstract String text(List<String> tokens);

  /** A word as it is shown to a reader. */
  abstract String display(String word);

  /** The names of the tokens before and after a chunk. */
  abstract List<String> ends(EndTokens endTokens);

  String unknownToken() {
    return unknownToken;
  }

  private static String stripLeading(String token, char mark) {
    int start = 0;
    while (start < token.length() && token.charAt(start) == mark) {
      start++;
    }
    return token.substring(start);
  }

  private static String cleanUp(String token) {
    String clean = token;
    for (List<String> rule : CLEAN_UP) {
      clean = clean.replace(rule.get(0), rule.get(1));
    }
    return clean;
  }
}
