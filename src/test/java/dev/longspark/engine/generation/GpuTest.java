package dev.longspark.engine.generation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.longspark.engine.Device;
import dev.longspark.engine.Precision;
import dev.longspark.engine.cache.FullCache;
import dev.longspark.engine.cache.KiviCache;
import dev.longspark.engine.cache.QuantizedCache;
import dev.longspark.engine.cache.Storage;
import dev.longspark.engine.checkpoint.Checkpoint;
import dev.longspark.engine.checkpoint.FullPrecision;
import dev.longspark.engine.checkpoint.LowBit;
import dev.longspark.engine.checkpoint.StoredFormats;
import dev.longspark.engine.checkpoint.WeightFormat;
import dev.longspark.engine.decoder.Decoder;
import dev.longspark.engine.decoder.DecoderSequence;
import dev.longspark.engine.decoder.Placement;
import dev.longspark.engine.gpu.CudaDriver;
import dev.longspark.measurement.MemoryReading;
import dev.longspark.measurement.MemoryUse;
import dev.longspark.testing.GoldenModel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A CUDA device against the CPU in float32, which the references hold. Run with -Pgpu. */
@Tag("gpu")
class GpuTest {
  private static final Device GPU = Device.cuda(0);
  private static final FullPrecision FP32 = new FullPrecision(Precision.FP32);
  private static final FullPrecision FP16 = new FullPrecision(Precision.FP16);

  /** Of the largest logit: float16 and bfloat16 keep 11 and 8 bits, over a few layers. */
  private static final double HALF = 0.01;

  private static final double BRAIN = 0.05;
  private static final int PROMPT = 100;
  private static final int STEPS = 40;

  static Stream<GoldenModel> models() {
    return GoldenModel.decoders();
  }

  @ParameterizedTest
  @MethodSource("models")
  void float32GivesTheLogitsOfTheCpu(GoldenModel model) {
    Storage full = new FullCache();
    near(logits(model, FP32, full, Device.cpu()), logits(model, FP32, full, GPU), 1e-3);
  }

  @ParameterizedTest
  @MethodSource("models")
  void halfTypesStayNearTheCpusFloat32(GoldenModel model) {
    Storage full = new FullCache();
    FullPrecision bf16 = new FullPrecision(Precision.BF16);
    float[] expected = logits(model, FP32, full, Device.cpu());

    near(expected, logits(model, FP16, full, GPU), HALF);
    near(expected, logits(model, bf16, full, GPU), BRAIN);
  }

  @ParameterizedTest
  @MethodSource("models")
  void packedCachesStayNearTheSameOnTheCpu(GoldenModel model) {
    for (Storage policy : List.of(packed(model), new KiviCache(4, 2, 32))) {
      float[] expected = logits(model, FP32, policy, Device.cpu());
      near(expected, logits(model, FP16, policy, GPU), BRAIN);
    }
  }

  /** Two tokens in one pass go through TorchScript, one by one through the kernel. */
  @ParameterizedTest
  @ValueSource(strings = {"llama-tied-tiny", "minitron-tiny"}) // heads of width 16
  void ourKernelAgreesWithTorchScript(String name) {
    GoldenModel model = new GoldenModel(name);
    for (Precision precision : List.of(Precision.FP16, Precision.BF16)) {
      try (Decoder decoder = load(model.folder(), new FullPrecision(precision), List.of(GPU))) {
        Storage policy = packed(model);
        assertEquals("packed_attention.cu, compiled by NVRTC", decoder.tokenAttention(policy));
        try (DecoderSequence singly = decoder.begin(policy, PROMPT + 4);
            DecoderSequence together = decoder.begin(policy, PROMPT + 4)) {
          singly.prefill(prompt(decoder));
          together.prefill(prompt(decoder));
          singly.step(3);
          singly.step(5);
          together.prefill(3, 5);
          near(
              byId(decoder, together),
              byId(decoder, singly),
              precision == Precision.FP16 ? HALF : BRAIN);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"tiny_llama_gptq_g32", "tiny_llama_gptq_g128_descact"})
  void fourBitWeightsStayNearTheCpusFloat32(String name) {
    Path folder = Path.of("src/test/resources/golden/quant").resolve(name);
    float[] expected =
        logits(folder, lowBit(folder, Precision.FP32), new FullCache(), Device.cpu());

    near(expected, logits(folder, lowBit(folder, Precision.FP16), new FullCache(), GPU), BRAIN);
    near(expected, logits(folder, lowBit(folder, Precision.BF16), new FullCache(), GPU), BRAIN);
  }

  @ParameterizedTest
  @MethodSource("models")
  void twoDevicesAreAsOne(GoldenModel model) {
    List<Device> both = List.of(GPU, Device.cuda(1));
    assumeTrue(CudaDriver.ofProcess().devices() > 1, "one GPU only");
    for (Storage policy : List.of(new FullCache(), packed(model))) {
      near(
          logits(model.folder(), FP16, policy, List.of(GPU)),
          logits(model.folder(), FP16, policy, both),
          HALF);
    }
  }

  @Test
  void readsThePeakFromTheDriver() {
    GoldenModel model = new GoldenModel("llama31-tiny");
    EngineSettings settings = EngineSettings.of(FP16, new FullCache(), GPU);
    try (Generator generator = Generator.open(model.folder(), settings)) {
      Generation generation = generator.generate(new long[PROMPT], GenerationLimits.exactly(4));
      MemoryUse memory = generation.memory();

      assertEquals(MemoryReading.Source.DEVICE_PEAK, memory.peak().source());
      assertTrue(memory.peak().bytes() >= memory.weightBytes() + memory.cacheBytes());
      assertTrue(memory.peak().bytes() < CudaDriver.ofProcess().gpu(GPU).facts().memoryBytes());
    }
  }

  /** Long enough for the counter, which moves in steps, to move. */
  @Test
  void readsTheEnergyFromTheDriver() {
    GoldenModel model = new GoldenModel("llama31-tiny");
    EngineSettings settings = EngineSettings.of(FP16, new FullCache(), GPU);
    try (Generator generator = Generator.open(model.folder(), settings)) {
      GenerationLimits limits = GenerationLimits.exactly(900);
      double joules = generator.generate(new long[PROMPT], limits).energyJoules();

      assertTrue(joules > 0, "joules: " + joules);
    }
  }

  /** Groups as wide as a head, which the kernel takes if that is a power of 2. */
  private static Storage packed(GoldenModel model) {
    return new QuantizedCache(4, model.config().path("head_dim").asInt(2), 8);
  }

  private static WeightFormat lowBit(Path folder, Precision precision) {
    return new LowBit(precision, StoredFormats.of(folder).orElseThrow());
  }

  private static float[] logits(
      GoldenModel model, WeightFormat format, Storage policy, Device device) {
    return logits(model.folder(), format, policy, device);
  }

  private static float[] logits(Path folder, WeightFormat format, Storage policy, Device device) {
    return logits(folder, format, policy, List.of(device));
  }

  /** Of the last of some given tokens, so that a choice between equals leads nowhere else. */
  private static float[] logits(
      Path folder, WeightFormat format, Storage policy, List<Device> devices) {
    try (Decoder decoder = load(folder, format, devices);
        DecoderSequence sequence = decoder.begin(policy, PROMPT + STEPS)) {
      sequence.prefill(prompt(decoder));
      for (int i = 0; i < STEPS; i++) {
        sequence.step(7 * i % decoder.shape().vocabulary());
      }
      return byId(decoder, sequence);
    }
  }

  private static Decoder load(Path folder, WeightFormat format, List<Device> devices) {
    Checkpoint checkpoint = Checkpoint.open(folder);
    return Decoder.load(
        checkpoint, format, Placement.spread(checkpoint.model(), format, devices), 32);
  }

  private static long[] prompt(Decoder decoder) {
    long[] prompt = new long[PROMPT];
    Arrays.setAll(prompt, i -> i * 31L % decoder.shape().vocabulary());
    return prompt;
  }

  private static float[] byId(Decoder decoder, DecoderSequence sequence) {
    float[] logits = new float[decoder.shape().vocabulary()];
    sequence.best(logits.length).forEach(token -> logits[token.id()] = token.logit());
    return logits;
  }

  private static void near(float[] expected, float[] found, double tolerance) {
    double largest = 0;
    double difference = 0;
    for (int i = 0; i < expected.length; i++) {
      largest = Math.max(largest, Math.abs(expected[i]));
      difference = Math.max(difference, Math.abs(expected[i] - found[i]));
    }
    assertTrue(
        difference <= tolerance * largest,
        "off by " + difference + " of " + largest + ", at most " + tolerance + " of it expected");
  }
}
