package dev.longspark.compression;

import java.util.List;

/** Gives every token of a chunk its probability of being kept. */
interface ChunkScorer extends AutoCloseable {
  /** For each chunk, one probability per token, 0 to 1. */
  List<double[]> keepProbabilities(List<Chunk> chunks);

  @Override
  default void close() {}
}
