package dev.longspark.job;

import dev.longspark.data.Sample;
import dev.longspark.engine.OutOfDeviceMemoryException;
import dev.longspark.inference.Answered;
import dev.longspark.inference.Asked;
import dev.longspark.inference.Evaluator;
import dev.longspark.tables.CompressionOutcome;
import dev.longspark.tables.Outcome;
import dev.longspark.tables.Status;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.apache.spark.TaskContext;

/**
 * The samples of a unit that share the model's passes, into outcomes; a failing one becomes one.
 */
final class SamplesTogether implements Answered {
  private final UnitInput input;
  private final UnitLog log;
  private final TaskContext task;
  private final Outcome[] outcomes;
  private final double[] compressionMs;
  private final List<Integer> places = new ArrayList<>(); // of those asked, in the unit

  SamplesTogether(UnitInput input, UnitLog log, TaskContext task) {
    this.input = input;
    this.log = log;
    this.task = task;
    outcomes = new Outcome[input.samples().size()];
    compressionMs = new double[outcomes.length];
  }

  /** In the unit's order. */
  List<Outcome> outcomes(Evaluator.Resident model) {
    List<Asked> asked = new ArrayList<>();
    for (int i = 0; i < outcomes.length; i++) {
      Sample sample = input.samples().get(i);
      CompressionOutcome compression = input.compressed().get(sample.key());
      if (compression instanceof CompressionOutcome.Failure failure) {
        end(i, new Outcome.Failure(Status.FAILED, failure.message()));
        continue;
      }
      String context = sample.context();
      if (compression instanceof CompressionOutcome.Shortened shortened) {
        context = shortened.text();
        compressionMs[i] = shortened.millis();
      }
      asked.add(new Asked(sample, context));
      places.add(i);
    }
    model.generateTogether(asked, this);
    return Arrays.asList(outcomes);
  }

  @Override
  public void begins(int index) {
    if (task.isInterrupted()) {
      throw new CancellationException("Cannot go on with a task that was stopped");
    }
    log.begins(input.samples().get(places.get(index)));
  }

  @Override
  public void answered(int index, Outcome.Text text) {
    int place = places.get(index);
    end(place, text.after(compressionMs[place]));
  }

  @Override
  public void failed(int index, Throwable cause) {
    boolean isMemory = cause instanceof OutOfDeviceMemoryException;
    Status status = isMemory ? Status.OUT_OF_MEMORY : Status.FAILED;
    String message = isMemory ? cause.getMessage() : cause.toString();
    end(places.get(index), new Outcome.Failure(status, message));
  }

  private void end(int place, Outcome outcome) {
    outcomes[place] = outcome;
    log.ends(input.samples().get(place), outcome);
  }
}
