package dev.longspark.job;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.longspark.data.Sample;
import dev.longspark.engine.BrokenDeviceException;
import dev.longspark.engine.Device;
import dev.longspark.engine.OutOfDeviceMemoryException;
import dev.longspark.engine.torchscript.TorchRuntime;
import dev.longspark.forecast.WorkUnit;
import dev.longspark.inference.Evaluator;
import dev.longspark.measurement.Measurement;
import dev.longspark.measurement.MemoryReading;
import dev.longspark.measurement.MemoryUse;
import dev.longspark.measurement.Timings;
import dev.longspark.tables.Outcome;
import dev.longspark.testing.Measured;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import org.apache.spark.TaskContext;

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
    /** The heap has no room for it. */
    HEAP,
    /** The stack has no room for it. */
    STACK,
    /** The task dies. */
    CRASH,
    /** Its process is killed from outside, once. */
    KILL_ONCE,
    /** Native code aborts the process, whenever it is tried. */
    ABORT,
    /** The device breaks, once. */
    BREAK_ONCE,
    /** The first try never ends, until it is stopped. */
    HANG_ONCE
  }

  FakeEvaluator {
    faults = Map.copyOf(faults);
  }

  static FakeEvaluator perfect() {
    return new FakeEvaluator(Map.of());
  }

  @Override
  public Resident acquire(WorkUnit unit, List<Device> devices) {
    return new Model(devices.isEmpty() ? "fake" : devices.toString());
  }

  private final class Model implements Resident {
    private final String device;

    Model(String device) {
      this.device = device;
    }

    @Override
    public String device() {
      return device;
    }

    @Override
    public Outcome.Text generate(Sample sample, String context) {
      Fault fault = faults.get(sample.id());
      if (fault != null) {
        fail(fault);
      }
      return Measured.text(
          sample.answers().get(0),
          "END_TOKEN",
          new Measurement.EndToEnd(10),
          new Timings(4, 5, 3, 10, List.of(3.0)),
          new MemoryUse(1000, 100, new MemoryReading(1100, MemoryReading.Source.COUNTED)));
    }

    private void fail(Fault fault) {
      switch (fault) {
        case FAILURE -> throw new IllegalStateException("Cannot think");
        case OUT_OF_MEMORY ->
            throw new OutOfDeviceMemoryException("Cannot allocate 1 byte", new RuntimeException());
        case HEAP -> throw new OutOfMemoryError("Java heap space");
        case STACK -> throw new StackOverflowError();
        case CRASH -> throw new NoClassDefFoundError("as if the process had died");
        case HANG -> hang();
        case ABORT -> abort();
        case KILL_ONCE -> once(Model::killThisProcess);
        case HANG_ONCE -> once(Model::hang);
        case BREAK_ONCE ->
            once(
                () -> {
                  throw new BrokenDeviceException("CUDA error: made up", null);
                });
      }
    }

    private static void once(Runnable fault) {
      if (TaskContext.get().attemptNumber() == 0) {
        fault.run();
      }
    }

    private static void hang() {
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        throw new CancellationException("stopped");
      }
    }

    /** As any libtorch call can: an exception that nothing catches ends in abort(). */
    private static void abort() {
      TorchRuntime.start();
      try (NDManager manager = NDManager.newBaseManager();
          NDArray ones = manager.ones(new Shape(1))) {
        ones.toType(DataType.BFLOAT16, true).close();
      }
    }

    private static void killThisProcess() {
      try {
        new ProcessBuilder("kill", "-9", Long.toString(ProcessHandle.current().pid())).start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      hang();
    }

    @Override
    public void close() {
      // Holds nothing.
    }
  }
}
