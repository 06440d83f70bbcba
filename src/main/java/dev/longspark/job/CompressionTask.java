package dev.longspark.job;

import dev.longspark.compression.Compressed;
import dev.longspark.compression.CompressorModel;
import dev.longspark.compression.PromptCompressor;
import dev.longspark.compression.TokenCounter;
import dev.longspark.data.Sample;
import dev.longspark.engine.torchscript.TorchRuntime;
import dev.longspark.inference.ExecutorEngine;
import dev.longspark.tables.CompressionOutcome;
import dev.longspark.tables.CompressionRow;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;

/**
 * The executor's part of prompt compression. The encoder is opened for a unit and closed after it,
 * so that it takes no memory from the models that are measured afterwards.
 *
 * @param threads of the encoder's arithmetic
 */
record CompressionTask(int threads) implements Serializable {

  /**
   * Compresses every context of the unit; a failing one becomes a row.
   *
   * @throws RuntimeException if the compressor cannot be opened: Spark tries the unit again
   */
  CompressionResult compress(CompressionUnit unit, TaskContext task) {
    TorchRuntime.useThreads(threads);
    List<CompressionRow> rows = new ArrayList<>();
    try (PromptCompressor compressor = PromptCompressor.open(local(unit.spec().model()))) {
      for (Sample sample : unit.samples()) {
        if (task.isInterrupted()) {
          throw new IllegalStateException("Cannot go on with a task that was stopped");
        }
        CompressionOutcome outcome = outcome(compressor, unit, sample);
        rows.add(new CompressionRow(unit.compression(), sample.key(), maker(unit), outcome));
      }
    }
    return new CompressionResult(rows);
  }

  private static CompressorModel local(CompressorModel model) {
    boolean countsBytes = model.counter().equals(TokenCounter.UTF8);
    return new CompressorModel(
        ExecutorEngine.localFolder(model.directory()).toString(),
        model.device(),
        model.precision(),
        model.endTokens(),
        countsBytes ? model.counter() : ExecutorEngine.localFolder(model.counter()).toString());
  }

  private static CompressionOutcome outcome(
      PromptCompressor compressor, CompressionUnit unit, Sample sample) {
    try {
      Compressed compressed = compressor.compress(sample.context(), unit.spec().settings());
      return new CompressionOutcome.Shortened(
          compressed.text(),
          compressed.originTokens(),
          compressed.keptTokens(),
          compressed.requestedRate(),
          compressed.achievedRate(),
          compressed.millis());
    } catch (OutOfMemoryError | StackOverflowError e) {
      return new CompressionOutcome.Failure(e.toString());
    } catch (RuntimeException e) {
      return new CompressionOutcome.Failure(String.valueOf(e.getMessage()));
    }
  }

  private static CompressionRow.Maker maker(CompressionUnit unit) {
    SparkEnv env = SparkEnv.get();
    return new CompressionRow.Maker(
        unit.spec().model().directory(),
        unit.spec().settings().toString(),
        unit.spec().model().counter(),
        env.executorId() + "@" + env.blockManager().blockManagerId().host());
  }
}
