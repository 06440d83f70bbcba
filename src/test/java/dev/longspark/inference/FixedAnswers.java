package dev.longspark.inference;

import dev.longspark.data.Sample;
import dev.longspark.engine.Device;
import dev.longspark.forecast.WorkUnit;
import dev.longspark.plan.EndpointModel;
import dev.longspark.tables.Outcome;
import java.util.List;
import java.util.Map;

/**
 * An engine that is not ours: its model's answers come from a list, and it measures nothing. What
 * has to change for it here has to change for any other engine.
 *
 * @param answers by sample id
 */
public record FixedAnswers(Map<String, String> answers) implements Evaluator {
  /** Copies the map. */
  public FixedAnswers {
    answers = Map.copyOf(answers);
  }

  @Override
  public Resident acquire(WorkUnit unit, List<Device> devices) {
    if (!(unit.model() instanceof EndpointModel endpoint)) {
      throw new IllegalArgumentException("Cannot answer for " + unit.model().label());
    }
    return new Held(endpoint.address(), answers);
  }

  private record Held(String device, Map<String, String> answers) implements Resident {
    @Override
    public Outcome.Text generate(Sample sample, String context) {
      String answer = answers.get(sample.id());
      if (answer == null) {
        throw new IllegalStateException("No answer for sample " + sample.id());
      }
      return new Outcome.Text(answer, "", List.of());
    }

    @Override
    public void close() {
      // Holds nothing.
    }
  }
}
