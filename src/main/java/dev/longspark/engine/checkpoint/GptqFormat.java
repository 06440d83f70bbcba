package dev.longspark.engine.checkpoint;

import dev.longspark.engine.LinearShape;
import dev.longspark.engine.Precision;
import dev.longspark.engine.family.JsonObject;
import java.util.List;
import java.util.Set;

/**
 * GPTQ's layout: {@code qweight} int32 [inputs / 8, outputs], {@code qzeros} int32 [groups, outputs
 * / 8], {@code scales} [groups, outputs] and, where inputs are not in the order of their groups,
 * {@code g_idx} int32 [inputs]. The output matrix is in full precision as a rule.
 */
record GptqFormat(GptqSettings settings) implements StoredFormat {
  static final String METHOD = "gptq";
  static final int CODES_PER_WORD = 8;

  /** What GPTQ's writers call the output matrix. */
  private static final String HEAD = "lm_head";

  private static final int SYMMETRIC_WORD = 0x77777777;

  /** Deviation of the uniform codes 0 to 15. */
  private static final double CODE_DEVIATION = Math.sqrt((16 * 16 - 1) / 12.0);

  static StoredFormat read(JsonObject json) {
    return new GptqFormat(GptqSettings.read(json));
  }

  @Override
  public Set<String> words() {
    return Set.of(METHOD, "w4a16");
  }

  @Override
  public String label() {
    return "Gptq";
  }

  @Override
  public long keptBytes(LinearShape matrix, Precision precision) {
    return matrix.name().endsWith(HEAD) && !settings.head()
        ? matrix.weights() * precision.bytes()
        : GroupedCodes.keptBytes(matrix, settings.groups(matrix.inputs()), precision);
  }

  @Override
  public List<String> parts() {
    return List.of("qweight", "qzeros", "scales", "g_idx");
  }

  @Override
  public boolean holds(TensorSource source, String matrix) {
    return source.has(matrix + ".qweight");
  }

  @Override
  public void require(StoredParts parts) {
    long inputs = parts.matrix().inputs();
    long outputs = parts.matrix().outputs();
    if (inputs % CODES_PER_WORD != 0 || outputs % CODES_PER_WORD != 0) {
      throw new IllegalArgumentException(
          "Invalid 4-bit matrix %s (inputs and outputs must be multiples of %d)"
              .formatted(parts.matrix(), CODES_PER_WORD));
    }
    String layout = "in groups of " + settings.groupSize();
    long groups = groups(parts);
    parts.requireShape("qweight", List.of(inputs / CODES_PER_WORD, outputs), layout);
    parts.requireShape("qzeros", List.of(groups, outputs / CODES_PER_WORD), layout);
    parts.requireShape("scales", List.of(groups, outputs), layout);
    parts.requireNumbers("scales");
    parts.requireType("qweight", StoredType.I32);
    parts.requireType("qzeros", StoredType.I32);
    if (parts.has("g_idx")) {
      parts.requireType("g_idx", StoredType.I32);
      parts.requireShape("g_idx", List.of(inputs), layout);
    }
  }

  /** As the settings say; where modules may differ, as the scales say. */
  private long groups(StoredParts parts) {
    List<Long> scales = parts.stored("scales").shape();
    boolean free = settings.perModule() && scales.size() == 2 && scales.get(0) > 0;
    return free ? scales.get(0) : settings.groups(parts.matrix().inputs());
  }

  @Override
  public MatrixReader reader(TensorPlace place) {
    return new GptqReader(settings, place);
  }

  /** Uniform codes, symmetric zeros, and one scale that gives the deviation 1/sqrt(inputs). */
  @Override
  public RandomParts random(List<LinearShape> matrices) {
    RandomParts parts = new RandomParts();
    for (LinearShape matrix : matrices) {
      long groups = settings.groups(matrix.inputs());
      long outputs = matrix.outputs();
      double scale = 1 / (CODE_DEVIATION * Math.sqrt(matrix.inputs()));
      parts.addWords(matrix, "qweight", matrix.inputs() / CODES_PER_WORD, outputs);
      parts.addFilled(matrix, "qzeros", SYMMETRIC_WORD, groups, outputs / CODES_PER_WORD);
      parts.addScales(matrix, "scales", scale, groups, outputs);
    }
    return parts;
  }
}
