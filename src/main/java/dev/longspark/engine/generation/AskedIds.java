package dev.longspark.engine.generation;

import dev.longspark.engine.decoder.DecoderSequence;
import dev.longspark.engine.decoder.TokenLogit;
import dev.longspark.measurement.TokenDistribution;
import java.util.List;

/** The ids whose probabilities are wanted at a position of an answer. */
@FunctionalInterface
public interface AskedIds {

  /** Those of a position, from 0, of a sequence that stands before its token. */
  int[] at(int position, DecoderSequence sequence);

  /** The most likely ones there, as many as there are at most. */
  static AskedIds best(int count) {
    return (position, sequence) -> sequence.best(count).stream().mapToInt(TokenLogit::id).toArray();
  }

  /** Those that another model was asked at the same positions. */
  static AskedIds as(List<TokenDistribution> others) {
    return (position, sequence) -> others.get(position).ids();
  }
}
