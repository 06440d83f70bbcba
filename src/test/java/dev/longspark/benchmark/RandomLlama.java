package dev.longspark.benchmark;

import dev.longspark.engine.Device;
import dev.longspark.engine.Precision;
import dev.longspark.engine.cache.CachePolicy;
import dev.longspark.engine.checkpoint.Checkpoint;
import dev.longspark.engine.checkpoint.FullPrecision;
import dev.longspark.engine.checkpoint.LowBit;
import dev.longspark.engine.checkpoint.StoredFormat;
import dev.longspark.engine.checkpoint.StoredFormats;
import dev.longspark.engine.checkpoint.WeightFormat;
import dev.longspark.engine.decoder.Decoder;
import dev.longspark.engine.decoder.DecoderSequence;
import dev.longspark.engine.decoder.Placement;
import dev.longspark.engine.generation.EngineSettings;
import dev.longspark.engine.torchscript.TorchRuntime;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A model of Llama-3.2-1B's shape with random weights, made in memory. What it says is noise; the
 * time it takes is that of a trained one.
 */
final class RandomLlama implements AutoCloseable {
  private static final Path FOLDERS = Path.of("src/test/resources/benchmark");
  private static final int SEED = 1;

  private final Decoder decoder;

  private RandomLlama(String folder, WeightFormat format, int threads) {
    TorchRuntime.useThreads(threads);
    Checkpoint checkpoint = Checkpoint.openRandom(FOLDERS.resolve(folder), SEED);
    Placement placement = Placement.on(Device.cpu(), checkpoint.shape().layers().size());
    decoder = Decoder.load(checkpoint, format, placement, EngineSettings.DEFAULT_PREFILL_CHUNK);
  }

  static RandomLlama full(int threads) {
    return new RandomLlama("llama-1b", new FullPrecision(Precision.BF16), threads);
  }

  static RandomLlama fourBit(int threads) {
    String folder = "llama-1b-gptq";
    StoredFormat stored = StoredFormats.of(FOLDERS.resolve(folder)).orElseThrow();
    return new RandomLlama(folder, new LowBit(Precision.BF16, stored), threads);
  }

  Decoder decoder() {
    return decoder;
  }

  /** The bytes of the matrices inside the layers, which a weight format may quantize. */
  double layerBytes() {
    long others = decoder.shape().parameters() - decoder.shape().matrixParameters();
    return decoder.weightBytes() - others * Precision.BF16.bytes();
  }

  /** A sequence that has read a prompt. */
  DecoderSequence read(CachePolicy policy, int promptTokens, int newTokens) {
    long[] prompt = new long[promptTokens];
    Arrays.setAll(prompt, i -> i * 7919L % decoder.shape().vocabulary());
    DecoderSequence sequence = decoder.begin(policy, prompt, newTokens);
    sequence.prefill(prompt);
    return sequence;
  }

  @Override
  public void close() {
    decoder.close();
  }
}
