package dev.longspark.job;

import dev.longspark.data.Sample;
import dev.longspark.forecast.WorkUnit;
import dev.longspark.measurement.FollowedAnswer;
import java.io.Serializable;
import java.util.List;
import java.util.Map;

/**
 * What an executor is handed: samples of a cell whose model is to be led along an answer.
 *
 * @param unit says which model, and of which cell
 * @param samples in the unit's order
 * @param baseline the technique whose answers they are
 * @param answers the model's own answers, by sample key
 * @param followed by sample key, the baseline along its answers; empty if this is the baseline
 */
record FidelityUnit(
    WorkUnit unit,
    List<Sample> samples,
    String baseline,
    Map<String, List<Integer>> answers,
    Map<String, FollowedAnswer> followed)
    implements Serializable {
  FidelityUnit {
    samples = List.copyOf(samples);
    answers = Map.copyOf(answers);
    followed = Map.copyOf(followed);
  }
}
