package dev.longspark.engine.checkpoint;

import dev.longspark.engine.LinearShape;
import dev.longspark.engine.Precision;
import dev.longspark.engine.family.JsonObject;
import dev.longspark.engine.torchscript.ScriptProgram;
import dev.longspark.engine.torchscript.Tensor;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Matrices that bitsandbytes stored: 4-bit codes into a map of 16 numbers (NF4, FP4), times the
 * largest of their block, which may itself be a code (double quantization); or int8 with a scale
 * for each output ({@code SCB}).
 *
 * <p>Source: bitsandbytes, {@code functional.py}. Deviation: LLM.int8() also rounds inputs and
 * keeps outlying columns in 16 bits; here the weights alone are rounded.
 *
 * @param bits 4 or 8
 * @param type nf4 or fp4
 * @param nested whether the largest of blocks are codes
 * @param plain the modules in full precision
 */
record BitsAndBytesFormat(int bits, String type, boolean nested, PlainModules plain)
    implements StoredFormat {
  static final String METHOD = "bitsandbytes";
  private static final String STATE = "weight.quant_state.bitsandbytes__";
  private static final String TYPE = "bnb_4bit_quant_type";
  private static final int HALF = 4;
  private static final int BLOCK = 64;
  private static final int NESTED_BLOCK = 256;
  private static final int ALL_BITS = 0xff;

  /** Deviation of NF4's 16 numbers. */
  private static final double MAP_DEVIATION = 0.57;

  /** Deviation of the whole numbers from -128 to 127. */
  private static final double BYTE_DEVIATION = 73.9;

  private static final int LARGEST = 127;

  /** NF4's numbers: quantiles of the normal distribution, by bitsandbytes. */
  private static final float[] NF4 = {
    -1f, -0.6961928f, -0.52507305f, -0.3949175f, -0.28444138f, -0.18477343f, -0.091050036f, 0f,
    0.0795803f, 0.1609302f, 0.2461123f, 0.33791524f, 0.44070983f, 0.562617f, 0.72295684f, 1f
  };

  static StoredFormat read(JsonObject json) {
    boolean eight = json.truth("load_in_8bit", false);
    if (!eight && !json.truth("load_in_4bit", false)) {
      throw json.invalid("load_in_4bit", "it or load_in_8bit must be true");
    }
    String type = json.text(TYPE, "fp4");
    if (!eight && !type.equals("nf4") && !type.equals("fp4")) {
      throw json.invalid(TYPE, "must be nf4 or fp4");
    }
    return new BitsAndBytesFormat(
        eight ? Byte.SIZE : HALF,
        type,
        json.truth("bnb_4bit_use_double_quant", false),
        PlainModules.read(json, "llm_int8_skip_modules"));
  }

  @Override
  public Set<String> words() {
    return Set.of(METHOD, bits == HALF ? type : "w8a16");
  }

  @Override
  public String label() {
    return "BitsAndBytes";
  }

  @Override
  public long keptBytes(LinearShape matrix, Precision precision) {
    if (plain.contains(matrix.name())) {
      return matrix.weights() * precision.bytes();
    }
    if (bits == Byte.SIZE) {
      return matrix.weights() + (long) matrix.outputs() * Float.BYTES;
    }
    long blocks = (matrix.weights() + BLOCK - 1) / BLOCK;
    long maxima =
        nested
            ? blocks + (blocks + NESTED_BLOCK - 1) / NESTED_BLOCK * Float.BYTES
            : blocks * Float.BYTES;
    return matrix.weights() / 2 + maxima;
  }

  @Override
  public List<String> parts() {
    return Stream.concat(
            Stream.of("SCB", "weight_format", STATE + "nf4", STATE + "fp4"),
            Stream.of("absmax", "quant_map", "nested_absmax", "nested_quant_map")
                .map("weight."::concat))
        .toList();
  }

  @Override
  public boolean holds(TensorSource source, String matrix) {
    return source.has(matrix + (bits == HALF ? ".weight.absmax" : ".SCB"));
  }

  @Override
  public void require(StoredParts parts) {
    LinearShape matrix = parts.matrix();
    if (bits == Byte.SIZE) {
      parts.requireType("weight", StoredType.I8);
      parts.requireShape(
          "weight", List.of((long) matrix.outputs(), (long) matrix.inputs()), "in int8");
      parts.requireShape("SCB", List.of((long) matrix.outputs()), "in int8");
      return;
    }
    StoredTensor weight = parts.stored("weight");
    if (weight.bytes() * 2 != matrix.weights()) {
      throw new IllegalArgumentException(
          "Invalid shape of %s: %s (two codes to a byte are %d bytes)"
              .formatted(weight, weight.shape(), matrix.weights() / 2));
    }
    parts.requireShape("weight.quant_map", List.of(1L << HALF), "in 4 bits");
    parts.requireType("weight.quant_map", StoredType.F32);
    parts.requireType(STATE + type, StoredType.U8);
  }

  @Override
  public MatrixReader reader(TensorPlace place) {
    return new BitsAndBytesReader(
        bits,
        STATE + type,
        place,
        ScriptProgram.load("layouts", place.device()),
        new CodePacking(place));
  }

  @Override
  public RandomParts random(List<LinearShape> matrices) {
    RandomParts parts = new RandomParts();
    for (LinearShape matrix : matrices) {
      if (bits == Byte.SIZE) {
        double scale = LARGEST / (BYTE_DEVIATION * Math.sqrt(matrix.inputs()));
        parts.addBytes(
            matrix, "weight", ALL_BITS, StoredType.I8, matrix.outputs(), matrix.inputs());
        parts.addScales(matrix, "SCB", scale, matrix.outputs());
      } else {
        addRandom(parts, matrix);
      }
    }
    return parts;
  }

  /** Always NF4, of plain maxima. */
  private void addRandom(RandomParts parts, LinearShape matrix) {
    String state =
        "{\"quant_type\": \"nf4\", \"blocksize\": %d, \"shape\": [%d, %d]}"
            .formatted(BLOCK, matrix.outputs(), matrix.inputs());
    byte[] bytes = state.getBytes(StandardCharsets.UTF_8);
    long blocks = (matrix.weights() + BLOCK - 1) / BLOCK;
    double scale = 1 / (MAP_DEVIATION * Math.sqrt(matrix.inputs()));
    parts.addBytes(matrix, "weight", ALL_BITS, StoredType.U8, matrix.weights() / 2, 1);
    parts.addScales(matrix, "weight.absmax", scale, blocks);
    parts.addMade(matrix, "weight.quant_map", () -> Tensor.ofFloats(NF4, NF4.length));
    parts.addMade(matrix, STATE + type, () -> Tensor.ofBytes(bytes, bytes.length));
  }
}
