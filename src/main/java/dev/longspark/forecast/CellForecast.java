package dev.longspark.forecast;

import dev.longspark.plan.Cell;
import java.util.List;
import java.util.Optional;

/**
 * What one cell will need.
 *
 * @param cell which
 * @param promptTokens of its samples, ascending, as the model reads them
 * @param needs bytes and time; empty where the model's shape is not known
 */
public record CellForecast(Cell cell, List<Integer> promptTokens, Optional<CellNeeds> needs) {
  /** Copies the list and requires a sample. */
  public CellForecast {
    promptTokens = List.copyOf(promptTokens);
    if (promptTokens.isEmpty()) {
      throw new IllegalArgumentException("Missing samples of " + cell.label());
    }
  }

  /**
   * The prompt length that a share of the samples does not exceed; {@code percent} from 0 to 100.
   */
  public int percentile(int percent) {
    int rank = (int) Math.ceil(percent / 100.0 * promptTokens.size());
    return promptTokens.get(Math.max(0, rank - 1));
  }

  /** Tokens of the longest prompt. */
  public int longestPrompt() {
    return percentile(100);
  }

  /** Whether the longest prompt fits, as far as anybody knows. */
  public boolean fits() {
    return longestPrompt() <= longestFittingPrompt();
  }

  /** How many prompts do not fit. */
  public long tooLong() {
    return promptTokens.stream().filter(tokens -> tokens > longestFittingPrompt()).count();
  }

  /** Tokens; the largest int where no budget or no shape is known. */
  public int longestFittingPrompt() {
    return needs.map(CellNeeds::longestFittingPrompt).orElse(Integer.MAX_VALUE);
  }
}
