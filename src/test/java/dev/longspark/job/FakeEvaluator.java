package dev.longspark.job;

import dev.longspark.data.PromptStyle;
import dev.longspark.data.Sample;
import dev.longspark.engine.Device;
import dev.longspark.engine.OutOfDeviceMemoryException;
import dev.longspark.plan.WorkUnit;
import dev.longspark.tables.Outcome;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/**
 * Knows every answer, and what goes wrong with which sample.
 *
 * @param faults by sample id
 */
record FakeEvaluator(Map<String, Fault> faults) implements Evaluator {
  /** What goes wrong. */
  enum Fault {
    /** The generation fails. */
    FAILURE,
    /** The device has no room for it. */
    OUT_OF_MEMORY,
    /** The generation never ends. */
    HANG,
    /** The task dies. */
    CRASH
  }

  FakeEvaluator {
    faults = Map.copyOf(faults);
  }

  static FakeEvaluator perfect() {
    return new FakeEvaluator(Map.of());
  }

  @Override
  public Resident acquire(WorkUnit unit, List<Device> devices) {
    return new Model();
  }

  private final class Model implements Resident {
    @Override
    public String device() {
      return "fake";
    }

    @Override
    public Outcome.Generated generate(Sample sample, String context) {
      Fault fault = faults.get(sample.id());
      if (fault != null) {
        fail(fault);
      }
      return new Outcome.Generated(
          sample.answers().get(0),
          new Outcome.PromptUse(20, 10, 10, 0, 1, PromptStyle.RAW, false),
          2,
          "END_TOKEN",
          new Outcome.Times(0, 4, 5, 3, 10, List.of(5.0, 3.0)),
          new Outcome.Bytes(1000, 100, 1100, "made up"));
    }

    private void fail(Fault fault) {
      switch (fault) {
        case FAILURE -> throw new IllegalStateException("Cannot think");
        case OUT_OF_MEMORY ->
            throw new OutOfDeviceMemoryException("Cannot allocate 1 byte", new RuntimeException());
        case CRASH -> throw new NoClassDefFoundError("as if the process had died");
        case HANG -> {
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        }
      }
    }

    @Override
    public void close() {
      // Holds nothing.
    }
  }
}
