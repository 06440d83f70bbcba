package dev.longspark.engine.decoder;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.longspark.engine.Device;
import dev.longspark.engine.LinearShape;
import dev.longspark.engine.Precision;
import dev.longspark.engine.cache.FullCache;
import dev.longspark.engine.checkpoint.Checkpoint;
import dev.longspark.engine.checkpoint.FullPrecision;
import dev.longspark.engine.checkpoint.KeptMatrix;
import dev.longspark.engine.checkpoint.LowBit;
import dev.longspark.engine.checkpoint.WeightFormat;
import dev.longspark.engine.checkpoint.Weights;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tiny checkpoints of every format that is read, against what their own projects make of them. */
class WeightFormatsTest {
  private static final Path GOLDEN = Path.of("src/test/resources/golden/weight-formats");
  private static final float TOLERANCE = 1e-3f;

  static List<Path> checkpoints() throws IOException {
    try (Stream<Path> folders = Files.list(GOLDEN)) {
      return folders.filter(Files::isDirectory).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("checkpoints")
  void readsEveryWeightExactly(Path folder) throws IOException {
    Checkpoint checkpoint = Checkpoint.open(folder);
    JsonNode hashes = expected(folder).get("weights");
    try (Weights weights = checkpoint.weights(new FullPrecision(Precision.FP32), Device.cpu())) {
      for (var names = hashes.fieldNames(); names.hasNext(); ) {
        String name = names.next();
        try (KeptMatrix whole = weights.linear(name)) {
          assertEquals(hashes.get(name).asText(), hash(whole.parts().get(0).toFloatArray()), name);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("checkpoints")
  void computesAndContinuesAsTheReference(Path folder) throws IOException {
    Checkpoint checkpoint = Checkpoint.open(folder);
    JsonNode expected = expected(folder);
    // the reference's are of the weights alone; KeptMatrixTest holds the rounding of inputs
    boolean rounds = checkpoint.stored().orElseThrow().words().contains("w8a8");
    WeightFormat format =
        rounds ? new FullPrecision(Precision.FP32) : lowBit(checkpoint, Precision.FP32);
    long[] greedy = integers(expected.get("greedy"));
    int prompt = expected.get("prompt").size();
    long[] ids = integers(expected.get("prompt"));
    try (Decoder decoder = load(checkpoint, format)) {
      int vocabulary = decoder.shape().vocabulary();
      try (DecoderSequence sequence = decoder.begin(new FullCache(), greedy.length)) {
        for (long id : ids) {
          sequence.step(Math.toIntExact(id));
        }
        float[] stepped = byId(sequence, vocabulary);
        assertArrayEquals(floats(expected.get("logits_last")), stepped, TOLERANCE);
      }
      try (DecoderSequence sequence = decoder.begin(new FullCache(), greedy.length)) {
        int next = sequence.prefill(ids);
        for (int i = prompt; i < greedy.length; i++) {
          assertEquals(greedy[i], next, "token " + i);
          next = sequence.step(next);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("checkpoints")
  void keepsTheBytesOfItsFormatAndNoOthers(Path folder) {
    Checkpoint checkpoint = Checkpoint.open(folder);
    WeightFormat format = lowBit(checkpoint, Precision.FP16);
    long predicted = format.weightBytes(checkpoint.model());
    try (Decoder decoder = load(checkpoint, format)) {
      // nested maxima of bitsandbytes come with a map of 1 KiB for each matrix
      assertEquals(
          (double) predicted, (double) decoder.weightBytes(), 0.05 * predicted, format.toString());
    }
    long quantized = 0;
    long kept = 0;
    for (LinearShape matrix : checkpoint.model().blockLinears()) {
      long bytes = format.matrixBytes(matrix);
      boolean packed = bytes < matrix.weights() * Precision.FP16.bytes();
      quantized += packed ? matrix.weights() * Precision.FP16.bytes() : 0;
      kept += packed ? bytes : 0;
    }
    assertTrue(kept < 0.63 * quantized, kept + " of " + quantized);
  }

  private static WeightFormat lowBit(Checkpoint checkpoint, Precision precision) {
    return new LowBit(precision, checkpoint.stored().orElseThrow());
  }

  private static Decoder load(Checkpoint checkpoint, WeightFormat format) {
    int layers = checkpoint.shape().layers().size();
    Placement placement = new Placement(List.of(new Placement.Range(Device.cpu(), 0, layers)));
    return Decoder.load(checkpoint, format, placement, 64);
  }

  private static float[] byId(DecoderSequence sequence, int vocabulary) {
    float[] logits = new float[vocabulary];
    sequence.best(vocabulary).forEach(token -> logits[token.id()] = token.logit());
    return logits;
  }

  private static JsonNode expected(Path folder) throws IOException {
    return new ObjectMapper().readTree(folder.resolve("expected.json").toFile());
  }

  private static long[] integers(JsonNode list) {
    long[] values = new long[list.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = list.get(i).asLong();
    }
    return values;
  }

  private static float[] floats(JsonNode list) {
    float[] values = new float[list.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) list.get(i).asDouble();
    }
    return values;
  }

  /** SHA-256 of little-endian float32, a zero without sign. */
  private static String hash(float[] values) {
    ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES);
    bytes.order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      bytes.putFloat(value + 0f);
    }
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.array()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
