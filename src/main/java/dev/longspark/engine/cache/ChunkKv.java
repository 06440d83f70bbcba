package dev.longspark.engine.cache;

import java.util.Collections;
import java.util.List;

/**
 * Scores of {@link SnapKv}, summed over the heads; chunks of consecutive tokens stay or go whole.
 *
 * <p><em>Source:</em> ChunkKV (Liu et al. 2025), as NVIDIA/kvpress chooses. A last chunk that is
 * shorter counts as one; the counts here take it for kept, which it is if the window covers it.
 *
 * @param window newest tokens, whose scores are the highest
 * @param kernel neighbours that share a score, odd
 * @param chunk tokens of a chunk; a shorter prompt is chosen from token by token
 */
public record ChunkKv(int window, int kernel, int chunk) implements Retention {
  /** The settings of kvpress. */
  public static final ChunkKv DEFAULT = new ChunkKv(64, 5, 20);

  public ChunkKv {
    Windows.require(window, kernel);
    if (chunk < 1) {
      throw new IllegalArgumentException("Invalid chunk: " + chunk + " (must be > 0)");
    }
  }

  @Override
  public String program() {
    return "chunkkv-snapkv";
  }

  /** The chunks that lie wholly in the window, which tie. */
  @Override
  public int least(int tokens) {
    if (tokens < chunk) {
      return window;
    }
    int covered = chunks(tokens) - chunks(Math.max(0, tokens - window));
    return covered == 0 ? 1 : tokens(covered, tokens);
  }

  @Override
  public boolean isUniform() {
    return false;
  }

  @Override
  public List<Integer> counts(Budget budget, int attentions, int tokens) {
    int all = chunks(tokens);
    int count =
        tokens < chunk || budget.kept(tokens) == tokens
            ? budget.kept(tokens)
            : tokens(Math.max(1, budget.ofParts(all, chunk)), tokens);
    return Collections.nCopies(attentions, count);
  }

  private int chunks(int tokens) {
    return (tokens + chunk - 1) / chunk;
  }

  /** Of some chunks, the last one of the prompt among them. */
  private int tokens(int count, int tokens) {
    return count * chunk - (chunks(tokens) * chunk - tokens);
  }
}
