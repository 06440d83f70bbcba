package dev.longspark.compression;

import dev.longspark.engine.Device;
import dev.longspark.engine.EncoderShape;
import dev.longspark.engine.Precision;
import dev.longspark.engine.checkpoint.EncoderCheckpoint;
import dev.longspark.engine.checkpoint.FullPrecision;
import dev.longspark.engine.checkpoint.Weights;
import dev.longspark.engine.torchscript.ScriptProgram;
import dev.longspark.engine.torchscript.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/**
 * A BERT or XLM-RoBERTa token classifier as one TorchScript program; class 1 means keep.
 *
 * <p>Chunks are packed one after another, so short ones cost no padding. Positions follow the
 * models: BERT counts all tokens from 0; XLM-RoBERTa counts those that are not the pad token from
 * the position after the pad id, which itself is a pad token's position.
 */
final class TokenClassifier implements ChunkScorer {
  private static final int LABELS = 2;

  /** Tokens per call: enough for the matrix products, few enough for the processor's caches. */
  private static final int BATCH_TOKENS = 4 * Chunk.MAX_TOKENS;

  private final EncoderShape shape;
  private final ScriptProgram program;

  private TokenClassifier(EncoderShape shape, ScriptProgram program) {
    this.shape = shape;
    this.program = program;
  }

  /**
   * Loads the weights.
   *
   * @throws IllegalArgumentException if the model has other labels or too few positions
   */
  static TokenClassifier load(EncoderCheckpoint checkpoint, Precision precision, Device device) {
    EncoderShape shape = checkpoint.shape();
    if (shape.labels() != LABELS || shape.maxTokens() < Chunk.MAX_TOKENS) {
      throw new IllegalArgumentException(
          "Invalid token classifier: %d labels, %d tokens (must be %d labels, at least %d tokens)"
              .formatted(shape.labels(), shape.maxTokens(), LABELS, Chunk.MAX_TOKENS));
    }
    try (Weights weights = checkpoint.weights(new FullPrecision(precision), device)) {
      return new TokenClassifier(shape, EncoderProgram.load(shape, weights, device));
    }
  }

  @Override
  public List<double[]> keepProbabilities(List<Chunk> chunks) {
    List<double[]> probabilities = new ArrayList<>(chunks.size());
    int start = 0;
    while (start < chunks.size()) {
      int end = start;
      int tokens = 0;
      do {
        tokens += chunks.get(end).size();
        end++;
      } while (end < chunks.size() && tokens + chunks.get(end).size() <= BATCH_TOKENS);
      probabilities.addAll(score(chunks.subList(start, end)));
      start = end;
    }
    return probabilities;
  }

  @Override
  public void close() {
    program.close();
  }

  private List<double[]> score(List<Chunk> chunks) {
    float[] keep = run(chunks);
    List<double[]> probabilities = new ArrayList<>(chunks.size());
    int at = 0;
    for (Chunk chunk : chunks) {
      double[] values = new double[chunk.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = chunk.masked(i) ? 0 : keep[at++];
      }
      probabilities.add(values);
    }
    return probabilities;
  }

  /** The probabilities of all tokens that are not masked, one chunk after another. */
  private float[] run(List<Chunk> chunks) {
    LongStream.Builder ids = LongStream.builder();
    LongStream.Builder positions = LongStream.builder();
    long[] lengths = new long[chunks.size()];
    for (int i = 0; i < lengths.length; i++) {
      lengths[i] = pack(chunks.get(i), ids, positions);
    }
    long tokens = LongStream.of(lengths).sum();
    try (Tensor idTensor = Tensor.ofLongs(ids.build().toArray(), tokens);
        Tensor positionTensor = Tensor.ofLongs(positions.build().toArray(), tokens)) {
      return program.callFloats("keep", idTensor, positionTensor, lengths);
    }
  }

  private int pack(Chunk chunk, LongStream.Builder ids, LongStream.Builder positions) {
    boolean countsPads = shape.family() == EncoderShape.Family.BERT;
    int next = shape.firstPosition();
    int packed = 0;
    for (int i = 0; i < chunk.size(); i++) {
      boolean counted = countsPads || chunk.id(i) != shape.padId();
      int position = counted ? next++ : shape.padId();
      if (!chunk.masked(i)) {
        ids.add(chunk.id(i));
        positions.add(position);
        packed++;
      }
    }
    return packed;
  }
}
