package dev.longspark.job;

import dev.longspark.data.AnswerRule;
import dev.longspark.data.Sample;
import dev.longspark.engine.BrokenDeviceException;
import dev.longspark.engine.Device;
import dev.longspark.engine.OutOfDeviceMemoryException;
import dev.longspark.inference.Evaluator;
import dev.longspark.inference.ModelLoadException;
import dev.longspark.plan.Cell;
import dev.longspark.scoring.Scorer;
import dev.longspark.tables.CompressionOutcome;
import dev.longspark.tables.GenerationKey;
import dev.longspark.tables.GenerationRow;
import dev.longspark.tables.Outcome;
import dev.longspark.tables.ScoreRow;
import dev.longspark.tables.Status;
import dev.longspark.tables.TaskColumns;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.resource.ResourceInformation;

/**
 * The executor's part: one work unit into rows.
 *
 * @param runId the run
 * @param evaluator what generates
 */
record UnitTask(String runId, Evaluator evaluator) implements Serializable {
  /**
   * Generates and scores every sample of the unit; a failing one becomes a row.
   *
   * @throws RuntimeException if the model cannot be loaded or a device is broken: Spark tries the
   *     unit again
   */
  UnitResult evaluate(int position, UnitInput input, TaskContext task) {
    List<Device> devices = devices(task);
    Rows rows = new Rows(runId, input.unit().cell(), task);
    if (task.attemptNumber() >= UnitInput.ATTEMPTS) {
      return UnitResult.givenUp(position);
    }
    UnitLog log = UnitLog.begin(position, input, task.attemptNumber());
    try (Evaluator.Resident model = acquire(input, devices)) {
      List<Outcome> outcomes =
          input.unit().cell().technique().batching().isShared()
              ? new SamplesTogether(input, log, task).outcomes(model)
              : InFlight.map(
                  model.samplesInFlight(),
                  input.samples(),
                  sample -> {
                    if (task.isInterrupted()) {
                      throw new CancellationException("Cannot go on with a task that was stopped");
                    }
                    return log.sample(sample, () -> outcome(model, input, sample));
                  });
      for (int i = 0; i < outcomes.size(); i++) {
        rows.add(input.samples().get(i), outcomes.get(i), model.device());
      }
    } catch (OutOfDeviceMemoryException e) {
      // Only loading gets here, and weights that do not fit are a result for every sample.
      Outcome outcome = new Outcome.Failure(Status.OUT_OF_MEMORY, e.getMessage());
      input.samples().forEach(sample -> rows.add(sample, outcome, devices.toString()));
    } catch (BrokenDeviceException e) {
      ExecutorExit.after(task, e);
      throw e;
    }
    log.end();
    return rows.result(position);
  }

  private Evaluator.Resident acquire(UnitInput input, List<Device> devices) {
    try {
      return evaluator.acquire(input.unit(), devices);
    } catch (OutOfDeviceMemoryException | BrokenDeviceException | CancellationException e) {
      throw e;
    } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
      throw new ModelLoadException(
          "Cannot load %s: %s".formatted(input.unit().model().label(), e.getMessage()), e);
    }
  }

  private static Outcome outcome(Evaluator.Resident model, UnitInput input, Sample sample) {
    CompressionOutcome compression = input.compressed().get(sample.key());
    try {
      if (compression instanceof CompressionOutcome.Failure failure) {
        return new Outcome.Failure(Status.FAILED, failure.message());
      }
      if (compression instanceof CompressionOutcome.Shortened shortened) {
        return model.generate(sample, shortened.text()).after(shortened.millis());
      }
      return model.generate(sample, sample.context()).after(0);
    } catch (OutOfDeviceMemoryException e) {
      return new Outcome.Failure(Status.OUT_OF_MEMORY, e.getMessage());
    } catch (BrokenDeviceException | CancellationException e) {
      // Neither is the sample's fault: its unit is tried again elsewhere.
      throw e;
    } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
      // A sample that takes all memory or stack has given them back by now.
      return new Outcome.Failure(Status.FAILED, e.toString());
    }
  }

  /** What Spark gave to the task; plain local mode has no resources to give. */
  static List<Device> devices(TaskContext task) {
    ResourceInformation gpus = task.resourcesJMap().get("gpu");
    return gpus == null
        ? List.of()
        : Arrays.stream(gpus.addresses()).map("cuda:"::concat).map(Device::parse).toList();
  }

  /** The rows of a unit, as they come. */
  private static final class Rows {
    private final String runId;
    private final Cell cell;
    private final TaskContext task;
    private final List<GenerationRow> generations = new ArrayList<>();
    private final List<ScoreRow> scores = new ArrayList<>();

    Rows(String runId, Cell cell, TaskContext task) {
      this.runId = runId;
      this.cell = cell;
      this.task = task;
    }

    void add(Sample sample, Outcome outcome, String device) {
      GenerationKey key = Keys.of(runId, cell, sample.key());
      AnswerRule rule = cell.protocol().answerRule(cell.task());
      Outcome scored = outcome;
      if (outcome instanceof Outcome.Text text) {
        try {
          scores.addAll(Scorer.scores(key, cell.task(), rule, text.text(), sample));
        } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
          scored = new Outcome.Failure(Status.FAILED, "Cannot score: " + e);
        }
      }
      ExecutorCounters.OF_PROCESS.count(cell, scored);
      TaskColumns columns = TaskColumns.of(cell.task());
      generations.add(new GenerationRow(key, columns, rule, scored, origin(device)));
    }

    private GenerationRow.Origin origin(String device) {
      SparkEnv env = SparkEnv.get();
      String executor = env.executorId() + "@" + env.blockManager().blockManagerId().host();
      return new GenerationRow.Origin(device, executor, task.attemptNumber());
    }

    UnitResult result(int position) {
      return new UnitResult(position, generations, scores);
    }
  }
}
