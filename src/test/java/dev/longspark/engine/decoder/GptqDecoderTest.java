package dev.longspark.engine.decoder;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longspark.engine.Device;
import dev.longspark.engine.Precision;
import dev.longspark.engine.cache.FullCache;
import dev.longspark.engine.checkpoint.Checkpoint;
import dev.longspark.engine.checkpoint.FullPrecision;
import dev.longspark.engine.checkpoint.LowBit;
import dev.longspark.engine.checkpoint.SafetensorsFile;
import dev.longspark.engine.checkpoint.StoredFormats;
import dev.longspark.engine.checkpoint.WeightFormat;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Quantized checkpoints end to end, against logits of the same weights decoded to float32. */
class GptqDecoderTest {
  private static final Path GOLDEN = Path.of("src/test/resources/golden/quant");
  private static final float TOLERANCE = 1e-4f;
  private static final int PROMPT = 40;

  @ParameterizedTest
  @ValueSource(strings = {"tiny_llama_gptq_g32", "tiny_llama_gptq_g128_descact"})
  void givesTheReferenceLogitsAtEveryPosition(String name) {
    SafetensorsFile expected = expected(name);
    long[] ids = integers(expected, "input_ids");
    float[] logits = floats(expected);
    int vocabulary = logits.length / PROMPT;
    for (WeightFormat format :
        List.of(lowBit(name, Precision.FP32), new FullPrecision(Precision.FP32))) {
      try (Decoder decoder = load(name, format);
          DecoderSequence sequence = decoder.begin(new FullCache(), PROMPT)) {
        for (int i = 0; i < PROMPT; i++) {
          sequence.step(Math.toIntExact(ids[i]));
          float[] row = Arrays.copyOfRange(logits, i * vocabulary, (i + 1) * vocabulary);
          assertArrayEquals(row, byId(sequence, vocabulary), TOLERANCE, "position " + i);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"tiny_llama_gptq_g32", "tiny_llama_gptq_g128_descact"})
  void continuesAsTheReferenceDoes(String name) {
    long[] greedy = integers(expected(name), "greedy_ids");
    try (Decoder decoder = load(name, lowBit(name, Precision.FP32));
        DecoderSequence sequence = decoder.begin(new FullCache(), greedy.length)) {
      int next = sequence.prefill(Arrays.copyOf(greedy, PROMPT));
      for (int i = PROMPT; i < greedy.length; i++) {
        assertEquals(greedy[i], next);
        next = sequence.step(next);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"tiny_llama_gptq_g32", "tiny_llama_gptq_g128_descact"})
  void readsALongPromptThroughWeightsMadeOncePerLayer(String name) {
    long[] prompt = new long[100];
    Arrays.setAll(prompt, i -> i % 50);
    float[][] logits = new float[2][];
    int[] chunks = {32, 128};
    for (int i = 0; i < 2; i++) {
      try (Decoder decoder = load(name, lowBit(name, Precision.FP32), chunks[i]);
          DecoderSequence sequence = decoder.begin(new FullCache(), prompt.length)) {
        sequence.prefill(prompt);
        logits[i] = byId(sequence, decoder.shape().vocabulary());
      }
    }
    assertArrayEquals(logits[1], logits[0], TOLERANCE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"tiny_llama_gptq_g32", "tiny_llama_gptq_g128_descact"})
  void takesLessMemoryThanFullPrecision(String name) {
    try (Decoder quantized = load(name, lowBit(name, Precision.BF16));
        Decoder full = load(name, new FullPrecision(Precision.BF16))) {
      assertTrue(quantized.weightBytes() < full.weightBytes() / 2);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"tiny_llama_gptq_g32", "tiny_llama_gptq_g128_descact"})
  void tellsTheKernelThatWasMeasuredToBeFaster(String name) {
    try (Decoder quantized = load(name, lowBit(name, Precision.FP16));
        Decoder full = load(name, new FullPrecision(Precision.FP32))) {
      String kernel = quantized.kernels().get("linear");
      assertTrue(
          kernel.contains("int4pack_mm_for_cpu in bfloat16 up to")
              || kernel.contains("dequantized"),
          kernel);
      assertEquals("linear", full.kernels().get("linear"));
    }
  }

  private static WeightFormat lowBit(String name, Precision precision) {
    return new LowBit(precision, StoredFormats.of(GOLDEN.resolve(name)).orElseThrow());
  }

  private static Decoder load(String name, WeightFormat format) {
    return load(name, format, 64);
  }

  private static Decoder load(String name, WeightFormat format, int prefillChunk) {
    Checkpoint checkpoint = Checkpoint.open(GOLDEN.resolve(name));
    int layers = checkpoint.shape().layers().size();
    Placement placement = new Placement(List.of(new Placement.Range(Device.cpu(), 0, layers)));
    return Decoder.load(checkpoint, format, placement, prefillChunk);
  }

  private static float[] byId(DecoderSequence sequence, int vocabulary) {
    float[] logits = new float[vocabulary];
    sequence.best(vocabulary).forEach(token -> logits[token.id()] = token.logit());
    return logits;
  }

  private static SafetensorsFile expected(String name) {
    return SafetensorsFile.open(GOLDEN.resolve(name).resolve("expected.safetensors"));
  }

  private static float[] floats(SafetensorsFile file) {
    ByteBuffer bytes = file.read("logits");
    float[] values = new float[bytes.remaining() / Float.BYTES];
    bytes.asFloatBuffer().get(values);
    return values;
  }

  private static long[] integers(SafetensorsFile file, String name) {
    ByteBuffer bytes = file.read(name);
    long[] values = new long[bytes.remaining() / Long.BYTES];
    bytes.asLongBuffer().get(values);
    return values;
  }
}
