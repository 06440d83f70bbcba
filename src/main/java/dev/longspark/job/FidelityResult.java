package dev.longspark.job;

import dev.longspark.tables.DivergenceRow;
import dev.longspark.tables.FollowedRow;
import java.io.Serializable;
import java.util.List;

/**
 * What an executor answers to a {@link FidelityUnit}: a row of one of the two for each sample.
 *
 * @param followed of a baseline
 * @param divergences of a technique, and of a baseline what failed
 */
record FidelityResult(List<FollowedRow> followed, List<DivergenceRow> divergences)
    implements Serializable {
  FidelityResult {
    followed = List.copyOf(followed);
    divergences = List.copyOf(divergences);
  }
}
