package dev.longspark.job;

import dev.longspark.data.Sample;
import dev.longspark.engine.BrokenDeviceException;
import dev.longspark.engine.OutOfDeviceMemoryException;
import dev.longspark.inference.Evaluator;
import dev.longspark.measurement.FollowedAnswer;
import dev.longspark.measurement.TokenDistribution;
import dev.longspark.tables.Divergence;
import dev.longspark.tables.DivergenceRow;
import dev.longspark.tables.FollowedRow;
import dev.longspark.tables.GenerationKey;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;

/**
 * The executor's part of fidelity: a model along its baseline's answers.
 *
 * @param runId the run
 * @param evaluator whose models follow
 */
record FidelityTask(String runId, Evaluator evaluator) implements Serializable {
  private static final double NANOS_PER_MILLI = 1e6;

  /**
   * Leads the unit's model along all its answers; what fails becomes a row.
   *
   * @throws RuntimeException if the model cannot be loaded or a device is broken: Spark tries the
   *     unit again
   */
  FidelityResult compare(FidelityUnit input, TaskContext task) {
    Rows rows = new Rows(runId, input);
    if (task.attemptNumber() >= UnitInput.ATTEMPTS) {
      rows.allFailed("its task failed or lost its executor %d times".formatted(UnitInput.ATTEMPTS));
      return rows.result();
    }
    try (Evaluator.Resident model = evaluator.acquire(input.unit(), UnitTask.devices(task))) {
      for (Sample sample : input.samples()) {
        if (task.isInterrupted()) {
          throw new CancellationException("Cannot go on with a task that was stopped");
        }
        rows.add(model, sample);
      }
    } catch (OutOfDeviceMemoryException e) {
      rows.allFailed(e.getMessage()); // only loading gets here
    } catch (BrokenDeviceException e) {
      ExecutorExit.after(task, e);
      throw e;
    }
    return rows.result();
  }

  /** The rows of a unit, as they come. */
  private static final class Rows {
    private final String runId;
    private final FidelityUnit input;
    private final String executor;
    private final List<FollowedRow> followed = new ArrayList<>();
    private final List<DivergenceRow> divergences = new ArrayList<>();

    Rows(String runId, FidelityUnit input) {
      this.runId = runId;
      this.input = input;
      SparkEnv env = SparkEnv.get();
      executor = env.executorId() + "@" + env.blockManager().blockManagerId().host();
    }

    void add(Evaluator.Resident model, Sample sample) {
      List<Integer> own = input.answers().get(sample.key());
      Optional<FollowedAnswer> baseline = Optional.ofNullable(input.followed().get(sample.key()));
      List<Integer> answer = baseline.map(FollowedAnswer::answer).orElse(own);
      try {
        long start = System.nanoTime();
        FollowedAnswer found = model.follow(sample, answer, baseline);
        double ms = (System.nanoTime() - start) / NANOS_PER_MILLI;
        if (baseline.isPresent()) {
          add(sample, divergence(baseline.get(), found, own, ms));
        } else {
          followed.add(new FollowedRow(key(sample), found));
        }
      } catch (BrokenDeviceException | CancellationException e) {
        throw e;
      } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
        String message = e.getMessage();
        add(sample, new Divergence.Unknown(message == null ? e.toString() : message));
      }
    }

    private static Divergence divergence(
        FollowedAnswer baseline, FollowedAnswer technique, List<Integer> own, double ms) {
      List<Double> kl = new ArrayList<>();
      int flips = 0;
      for (int i = 0; i < baseline.answer().size(); i++) {
        TokenDistribution expected = baseline.distributions().get(i);
        TokenDistribution found = technique.distributions().get(i);
        kl.add(expected.divergence(found));
        flips += expected.best() == found.best() ? 0 : 1;
      }
      int part = FollowedAnswer.parting(baseline.answer(), own).orElse(0);
      boolean isWhole = baseline.distributions().get(0).isWhole();
      return new Divergence.Measured(kl, flips, part, isWhole, ms);
    }

    private void add(Sample sample, Divergence divergence) {
      divergences.add(new DivergenceRow(key(sample), input.baseline(), divergence, executor));
    }

    private GenerationKey key(Sample sample) {
      return Keys.of(runId, input.unit().cell(), sample.key());
    }

    void allFailed(String message) {
      divergences.clear();
      followed.clear();
      input.samples().forEach(sample -> add(sample, new Divergence.Unknown(message)));
    }

    FidelityResult result() {
      return new FidelityResult(followed, divergences);
    }
  }
}
