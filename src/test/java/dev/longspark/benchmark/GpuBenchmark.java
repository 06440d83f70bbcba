package dev.longspark.benchmark;

import dev.longspark.engine.Device;
import dev.longspark.engine.ModelShape;
import dev.longspark.engine.Precision;
import dev.longspark.engine.cache.CachePolicy;
import dev.longspark.engine.cache.FullCache;
import dev.longspark.engine.cache.QuantizedCache;
import dev.longspark.engine.checkpoint.Checkpoint;
import dev.longspark.engine.checkpoint.FullPrecision;
import dev.longspark.engine.checkpoint.LowBit;
import dev.longspark.engine.checkpoint.StoredFormats;
import dev.longspark.engine.checkpoint.WeightFormat;
import dev.longspark.engine.decoder.Decoder;
import dev.longspark.engine.decoder.DecoderSequence;
import dev.longspark.engine.decoder.Placement;
import dev.longspark.engine.generation.EngineSettings;
import dev.longspark.engine.gpu.CudaDriver;
import dev.longspark.engine.gpu.Gpu;
import dev.longspark.engine.torchscript.TorchRuntime;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The entry: {@code benchmark/gpu.sh [CONTEXT ...]}. Llama-3.1-8B's shape with random weights on
 * one CUDA device: what decoding takes, beside what the device's memory allows and beside the
 * goals.
 *
 * <p>A token reads every weight but the embedding once, and the cache once: its time is at least
 * these bytes by the memory's bandwidth. All calls end with a token's number on the host, so the
 * host's clock tells the truth.
 */
public final class GpuBenchmark {
  private static final Path FOLDERS = Path.of("src/test/resources/benchmark");
  private static final Device DEVICE = Device.cuda(0);
  private static final int[] CONTEXTS = {4096, 16_384, 45_056};
  private static final int WARM_UP = 16;
  private static final int TOKENS = 16;
  private static final int ROUNDS = 7;
  private static final int SEED = 1;
  private static final String BASELINE = "FP16";
  private static final String ROW = "%-10s %8s %10s %12s %8s %12s %10s %10s  %s%n";

  private final PrintStream out = System.out;
  private final Gpu gpu = CudaDriver.ofProcess().gpu(DEVICE);
  private final Map<Integer, Result> baseline = new HashMap<>();

  private GpuBenchmark() {}

  /**
   * What was measured after one prompt.
   *
   * @param readBytes by one token
   * @param peakBytes in use on the device, by its driver
   */
  private record Result(
      double prefillSeconds, double tokensPerSecond, long readBytes, long peakBytes) {}

  /**
   * Measures all techniques.
   *
   * @param args lengths of prompts in tokens; none for the usual ones
   */
  public static void main(String[] args) {
    TorchRuntime.require(DEVICE);
    int[] contexts =
        args.length == 0 ? CONTEXTS : Arrays.stream(args).mapToInt(Integer::parseInt).toArray();
    new GpuBenchmark().measure(contexts);
  }

  private void measure(int... contexts) {
    CudaDriver.ofProcess().describe(List.of(DEVICE)).forEach(out::println);
    out.println("Llama-3.1-8B's shape, random weights, batch 1, median of " + ROUNDS + " rounds");
    out.printf(
        ROW,
        "technique",
        "context",
        "prefill s",
        "decode tok/s",
        "x FP16",
        "limit tok/s",
        "of limit",
        "peak GB",
        "goal");
    WeightFormat full = new FullPrecision(Precision.FP16);
    model("llama-8b", full, Map.of(BASELINE, new FullCache()), contexts);
    model("llama-8b", full, Map.of("KV-Q", QuantizedCache.DEFAULT), contexts);
    WeightFormat fourBit =
        new LowBit(
            Precision.FP16, StoredFormats.of(FOLDERS.resolve("llama-8b-gptq")).orElseThrow());
    model("llama-8b-gptq", fourBit, Map.of("W4A16", new FullCache()), contexts);
    model("llama-8b-gptq", fourBit, Map.of("W4A16+KVQ", QuantizedCache.DEFAULT), contexts);
  }

  private void model(
      String folder, WeightFormat format, Map<String, CachePolicy> techniques, int... contexts) {
    Checkpoint checkpoint = Checkpoint.openRandom(FOLDERS.resolve(folder), SEED);
    Placement placement = Placement.on(DEVICE, checkpoint.shape().layers().size());
    try (Decoder decoder =
        Decoder.load(checkpoint, format, placement, EngineSettings.DEFAULT_PREFILL_CHUNK)) {
      techniques.forEach(
          (name, policy) -> {
            out.println(
                name + ": " + decoder.kernels() + ", new tokens " + decoder.tokenAttention(policy));
            run(decoder, policy, contexts[0]); // the first calls of a process are slow
            for (int context : contexts) {
              print(name, context, run(decoder, policy, context));
            }
          });
    }
    TorchRuntime.releaseCachedMemory();
  }

  private Result run(Decoder decoder, CachePolicy policy, int context) {
    TorchRuntime.releaseCachedMemory();
    long[] prompt = new long[context];
    Arrays.setAll(prompt, i -> i * 7919L % decoder.shape().vocabulary());
    int later = WARM_UP + TOKENS * ROUNDS;
    try (DecoderSequence sequence = decoder.begin(policy, prompt, later)) {
      long start = System.nanoTime();
      sequence.prefill(prompt);
      double prefill = seconds(start);
      steps(sequence, WARM_UP);
      List<Double> perSecond = new ArrayList<>();
      for (int round = 0; round < ROUNDS; round++) {
        start = System.nanoTime();
        steps(sequence, TOKENS);
        perSecond.add(TOKENS / seconds(start));
      }
      perSecond.sort(null);
      return new Result(
          prefill,
          perSecond.get(ROUNDS / 2),
          readBytes(decoder) + sequence.cacheBytes(),
          gpu.memory().used());
    }
  }

  private static void steps(DecoderSequence sequence, int count) {
    for (int i = 0; i < count; i++) {
      sequence.step(i + 1);
    }
  }

  /** One row of the embedding is nothing; the output matrix is another one in this shape. */
  private static long readBytes(Decoder decoder) {
    ModelShape shape = decoder.shape();
    long embedding = (long) shape.vocabulary() * shape.hidden() * decoder.precision().bytes();
    return decoder.weightBytes() - embedding;
  }

  private void print(String name, int context, Result result) {
    baseline.putIfAbsent(context, result); // the baseline comes first
    Result base = baseline.get(context);
    double limit = (double) gpu.facts().bytesPerSecond() / result.readBytes();
    double share = result.tokensPerSecond() / limit;
    double speed = result.tokensPerSecond() / base.tokensPerSecond();
    double memory = (double) result.peakBytes() / base.peakBytes();
    out.printf(
        Locale.ROOT,
        ROW,
        name,
        context,
        number(result.prefillSeconds()),
        number(result.tokensPerSecond()),
        number(speed),
        number(limit),
        number(100 * share) + " %",
        number(result.peakBytes() / 1e9),
        verdict(name, context, share, speed, memory));
  }

  /** The goals of the project, at batch 1 on one device. */
  private static String verdict(
      String name, int context, double share, double speed, double memory) {
    return switch (name) {
      case BASELINE -> verdict("of limit", Goal.atLeast(0.70), share);
      case "W4A16" ->
          verdict("x FP16", Goal.atLeast(2.5), speed)
              + (context > CONTEXTS[0]
                  ? ""
                  : "; " + verdict("memory x FP16", Goal.atMost(0.40), memory));
      case "KV-Q" -> context < CONTEXTS[1] ? "" : verdict("x FP16", Goal.atLeast(1.0), speed);
      default -> "";
    };
  }

  private static String verdict(String quantity, Goal goal, double found) {
    return "%s %s, %s"
        .formatted(quantity, goal, goal.isMetBy(found) ? "met" : "not met: " + number(found));
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, value < 10 ? "%.2f" : "%.1f", value);
  }
}
