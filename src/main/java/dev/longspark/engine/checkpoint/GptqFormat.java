package dev.longspark.engine.checkpoint;

import dev.longspark.engine.LinearShape;
import dev.longspark.engine.Precision;
import dev.longspark.engine.family.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * GPTQ's layout, of codes of b bits in words of 32: {@code qweight} int32 [inputs * b / 32,
 * outputs], {@code qzeros} int32 [groups, outputs * b / 32], {@code scales} [groups, outputs] and,
 * where inputs are not in the order of their groups, {@code g_idx} int32 [inputs]. The output
 * matrix is in full precision as a rule.
 *
 * @param settings of every module that no rule speaks of
 * @param rules for single modules
 */
record GptqFormat(GptqSettings settings, GptqRules rules) implements StoredFormat {
  static final String METHOD = "gptq";

  /** What GPTQ's writers call the output matrix. */
  private static final String HEAD = "lm_head";

  static StoredFormat read(JsonObject json) {
    GptqSettings settings = GptqSettings.read(json);
    return new GptqFormat(settings, GptqRules.read(json, settings));
  }

  /** How a matrix is stored, if it is. */
  GptqSettings settings(String matrix) {
    return rules.of(matrix, settings).orElse(settings);
  }

  @Override
  public Set<String> words() {
    return Set.of(METHOD, "w" + settings.bits() + "a16");
  }

  @Override
  public String label() {
    return "Gptq";
  }

  @Override
  public long keptBytes(LinearShape matrix, Precision precision) {
    Optional<GptqSettings> own = rules.of(matrix.name(), settings);
    boolean head = matrix.name().endsWith(HEAD) && !settings.head();
    return own.isEmpty() || head
        ? matrix.weights() * precision.bytes()
        : GroupedCodes.keptBytes(
            matrix, own.get().bits(), own.get().groups(matrix.inputs()), precision);
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
    GptqSettings own = settings(parts.matrix().name());
    long bits = own.bits();
    long inputs = parts.matrix().inputs();
    long outputs = parts.matrix().outputs();
    if (inputs * bits % Integer.SIZE != 0 || outputs * bits % Integer.SIZE != 0) {
      throw new IllegalArgumentException(
          "Invalid %d-bit matrix %s (its codes must fill words of 32 bits)"
              .formatted(bits, parts.matrix()));
    }
    String layout = "in groups of " + own.groupSize();
    long groups = own.groups(parts.matrix().inputs());
    parts.requireShape("qweight", List.of(inputs * bits / Integer.SIZE, outputs), layout);
    parts.requireShape("qzeros", List.of(groups, outputs * bits / Integer.SIZE), layout);
    parts.requireShape("scales", List.of(groups, outputs), layout);
    parts.requireNumbers("scales");
    parts.requireType("qweight", StoredType.I32);
    parts.requireType("qzeros", StoredType.I32);
    if (parts.has("g_idx")) {
      parts.requireType("g_idx", StoredType.I32);
      parts.requireShape("g_idx", List.of(inputs), layout);
    }
  }

  @Override
  public MatrixReader reader(TensorPlace place) {
    return new GptqReader(this::settings, place);
  }

  /** Uniform codes, symmetric zeros, and one scale that gives the deviation 1/sqrt(inputs). */
  @Override
  public RandomParts random(List<LinearShape> matrices) {
    RandomParts parts = new RandomParts();
    for (LinearShape matrix : matrices) {
      Optional<GptqSettings> own = rules.of(matrix.name(), settings);
      own.ifPresent(each -> addRandom(parts, matrix, each));
    }
    return parts;
  }

  private static void addRandom(RandomParts parts, LinearShape matrix, GptqSettings own) {
    int bits = own.bits();
    long groups = own.groups(matrix.inputs());
    long outputs = matrix.outputs();
    parts.addWords(matrix, "qweight", (long) matrix.inputs() * bits / Integer.SIZE, outputs);
    parts.addCodes(
        matrix,
        "qzeros",
        bits,
        own.zeros().symmetricZero(bits),
        groups,
        outputs * bits / Integer.SIZE);
    parts.addScales(matrix, "scales", RandomParts.scale(matrix, bits), groups, outputs);
  }
}
