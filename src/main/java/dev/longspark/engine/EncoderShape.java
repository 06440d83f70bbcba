package dev.longspark.engine;

import java.io.Serializable;

/**
 * A token classifier of the BERT family (post-norm encoder, absolute positions, exact gelu).
 *
 * @param family which of the two kinds, and so the prefix of its tensor names
 * @param hidden width of the residual stream
 * @param layers number of blocks
 * @param heads attention heads of {@code hidden / heads} values each
 * @param feedForward width between the two matrices of a block
 * @param vocabulary rows of the word embedding
 * @param maxPositions rows of the position embedding
 * @param tokenTypes rows of the token type embedding
 * @param normEpsilon of every layer norm
 * @param padId token that fills a batch
 * @param labels classes per token
 */
public record EncoderShape(
    Family family,
    int hidden,
    int layers,
    int heads,
    int feedForward,
    int vocabulary,
    int maxPositions,
    int tokenTypes,
    double normEpsilon,
    int padId,
    int labels)
    implements Serializable {

  /** The two encoders, which differ in tensor names and in where positions begin. */
  public enum Family {
    BERT("bert"),
    XLM_ROBERTA("roberta");

    private final String prefix;

    Family(String prefix) {
      this.prefix = prefix;
    }

    /** First part of the tensor names. */
    public String prefix() {
      return prefix;
    }
  }

  public EncoderShape {
    if (hidden < 1 || heads < 1 || hidden % heads != 0) {
      throw new IllegalArgumentException(
          "Invalid heads: " + heads + " for hidden width " + hidden + " (must divide it)");
    }
    if (layers < 1 || feedForward < 1 || vocabulary < 1 || tokenTypes < 1 || labels < 1) {
      throw new IllegalArgumentException(
          "Invalid encoder shape: layers, widths, vocabulary, token types and labels must be > 0");
    }
    if (maxPositions <= firstPosition(family, padId)) {
      throw new IllegalArgumentException(
          "Invalid max positions: " + maxPositions + " (no room for a token)");
    }
  }

  /** The position of the first token: 0 for BERT, the one after the pad id for XLM-R. */
  public int firstPosition() {
    return firstPosition(family, padId);
  }

  /** The most tokens one input may have, special tokens included. */
  public int maxTokens() {
    return maxPositions - firstPosition();
  }

  public int headDim() {
    return hidden / heads;
  }

  /** Weights of all tensors. */
  public long parameters() {
    long h = hidden;
    long embeddings = ((long) vocabulary + maxPositions + tokenTypes) * h + 2 * h;
    long attention = 4 * (h * h + h) + 2 * h;
    long network = 2 * h * feedForward + feedForward + h + 2 * h;
    return embeddings + layers * (attention + network) + labels * (h + 1);
  }

  private static int firstPosition(Family family, int padId) {
    return family == Family.XLM_ROBERTA ? padId + 1 : 0;
  }
}
