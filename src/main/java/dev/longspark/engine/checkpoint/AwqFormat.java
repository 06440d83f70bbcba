package dev.longspark.engine.checkpoint;

import dev.longspark.engine.LinearShape;
import dev.longspark.engine.Precision;
import dev.longspark.engine.family.JsonObject;
import dev.longspark.engine.torchscript.ScriptProgram;
import dev.longspark.engine.torchscript.Tensor;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * AutoAWQ's GEMM layout of 4-bit codes: {@code qweight} int32 [inputs, outputs / 8], {@code qzeros}
 * int32 [groups, outputs / 8], {@code scales} [groups, outputs]. Its scaling of inputs is folded
 * into other tensors already.
 *
 * <p>Source: casper-hansen/AutoAWQ, {@code awq/utils/packing_utils.py}.
 *
 * @param groupSize inputs that share a scale, -1 for all
 * @param plain names, or parts of them, of the modules in full precision
 */
record AwqFormat(int groupSize, PlainModules plain) implements StoredFormat {
  static final String METHOD = "awq";
  private static final int BITS = 4;
  private static final int CODES_PER_WORD = 8;
  private static final String VERSION = "version";

  static StoredFormat read(JsonObject json) {
    String version = json.text(VERSION, "gemm").toLowerCase(Locale.ROOT);
    if (!version.equals("gemm")) {
      throw json.invalid(
          VERSION, "must be gemm: take the model's gemm files, or quantize it with 'quantize'");
    }
    String bits = json.has("w_bit") ? "w_bit" : "bits";
    if (json.integer(bits) != BITS) {
      throw json.invalid(bits, "must be 4");
    }
    String key = json.has("q_group_size") ? "q_group_size" : "group_size";
    int group = json.integer(key);
    if (group != -1 && group < 1) {
      throw json.invalid(key, "must be -1 or > 0");
    }
    return new AwqFormat(group, PlainModules.read(json, "modules_to_not_convert"));
  }

  @Override
  public Set<String> words() {
    return Set.of(METHOD, "w4a16");
  }

  @Override
  public String label() {
    return "Awq";
  }

  @Override
  public long keptBytes(LinearShape matrix, Precision precision) {
    return plain.contains(matrix.name())
        ? matrix.weights() * precision.bytes()
        : GroupedCodes.keptBytes(matrix, BITS, groups(matrix), precision);
  }

  @Override
  public List<String> parts() {
    return List.of("qweight", "qzeros", "scales");
  }

  @Override
  public boolean holds(TensorSource source, String matrix) {
    return source.has(matrix + ".qweight");
  }

  @Override
  public void require(StoredParts parts) {
    LinearShape matrix = parts.matrix();
    long words = matrix.outputs() / CODES_PER_WORD;
    String layout = "in AWQ's layout, groups of " + groupSize + ",";
    if (matrix.outputs() % CODES_PER_WORD != 0 || matrix.inputs() % groups(matrix) != 0) {
      throw new IllegalArgumentException(
          "Invalid 4-bit matrix %s (outputs must be a multiple of 8, inputs of the group size %d)"
              .formatted(matrix, groupSize));
    }
    parts.requireShape("qweight", List.of((long) matrix.inputs(), words), layout);
    parts.requireShape("qzeros", List.of((long) groups(matrix), words), layout);
    parts.requireShape("scales", List.of((long) groups(matrix), (long) matrix.outputs()), layout);
    parts.requireType("qweight", StoredType.I32);
    parts.requireType("qzeros", StoredType.I32);
    parts.requireNumbers("scales");
  }

  private int groups(LinearShape matrix) {
    return groupSize == -1 ? 1 : (matrix.inputs() + groupSize - 1) / groupSize;
  }

  @Override
  public MatrixReader reader(TensorPlace place) {
    return new Reader(place, ScriptProgram.load("layouts", place.device()), new CodePacking(place));
  }

  @Override
  public RandomParts random(List<LinearShape> matrices) {
    RandomParts parts = new RandomParts();
    for (LinearShape matrix : matrices) {
      long groups = groups(matrix);
      long words = matrix.outputs() / CODES_PER_WORD;
      parts.addWords(matrix, "qweight", matrix.inputs(), words);
      parts.addCodes(matrix, "qzeros", BITS, 1 << (BITS - 1), groups, words);
      parts.addScales(matrix, "scales", RandomParts.scale(matrix, BITS), groups, matrix.outputs());
    }
    return parts;
  }

  private record Reader(TensorPlace place, ScriptProgram program, CodePacking packing)
      implements MatrixReader {
    @Override
    public StoredMatrix matrix(String name) {
      try (Tensor qweight = place.stored(name + ".qweight");
          Tensor qzeros = place.stored(name + ".qzeros");
          Tensor codes = program.callTensor("awq", qweight);
          Tensor zeros = program.callTensor("awq", qzeros)) {
        int inputs = Math.toIntExact(qweight.shape()[0]);
        int groups = Math.toIntExact(qzeros.shape()[0]);
        return new GroupedCodes(
            name,
            BITS,
            program.callTensor("turned", codes),
            program.callTensor("widened", zeros),
            place.stored(name + ".scales"),
            InputGroups.contiguous(inputs, inputs / groups, groups),
            packing);
      }
    }

    @Override
    public void close() {
      program.close();
      packing.close();
    }
  }
}
