package dev.longspark.engine.checkpoint;

import dev.longspark.engine.LinearShape;
import dev.longspark.engine.Precision;
import dev.longspark.engine.family.JsonObject;
import dev.longspark.engine.torchscript.ScriptProgram;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The layouts of compressed-tensors: words of codes along inputs, int8, or E4M3, by groups of
 * modules.
 *
 * <p>Source: vllm-project/compressed-tensors. Deviation: inputs are rounded to int8 where the file
 * says so, never to FP8.
 *
 * @param schemes the groups, of which the first that speaks of a module counts
 * @param plain the modules in full precision
 */
record CompressedFormat(List<CompressedScheme> schemes, PlainModules plain)
    implements StoredFormat {
  static final String METHOD = "compressed-tensors";

  /** What older writers called it. */
  static final String OLD_METHOD = "sparseml";

  private static final String GROUPS = "config_groups";
  private static final String SPARSITY = "sparsity_config";
  private static final int BYTE_MASK = 0xff;
  private static final int E4M3_MASK = 0xb7;

  CompressedFormat {
    schemes = List.copyOf(schemes);
  }

  static StoredFormat read(JsonObject json) {
    if (json.has(SPARSITY)) {
      JsonObject sparsity = json.child(SPARSITY);
      String format = sparsity.text("format", "dense");
      if (!format.equals("dense")) {
        throw sparsity.invalid(
            "format", "must be dense: take a version of the model without sparsity");
      }
    }
    JsonObject groups = json.child(GROUPS);
    String format = json.text("format", "pack-quantized");
    List<CompressedScheme> schemes = new ArrayList<>();
    for (Iterator<String> keys = groups.node().fieldNames(); keys.hasNext(); ) {
      schemes.add(CompressedScheme.read(groups.child(keys.next()), format));
    }
    if (schemes.isEmpty()) {
      throw json.invalid(GROUPS, "must name a group");
    }
    return new CompressedFormat(schemes, PlainModules.read(json, "ignore"));
  }

  /** The group that speaks of a matrix; else the first. */
  CompressedScheme scheme(String matrix) {
    return schemes.stream()
        .filter(each -> each.speaksOf(matrix))
        .findFirst()
        .orElse(schemes.get(0));
  }

  @Override
  public Set<String> words() {
    Set<String> words = new LinkedHashSet<>(List.of(METHOD));
    schemes.forEach(each -> words.add(each.word()));
    return words;
  }

  @Override
  public String label() {
    return "CompressedTensors";
  }

  @Override
  public long keptBytes(LinearShape matrix, Precision precision) {
    return plain.contains(matrix.name())
        ? matrix.weights() * precision.bytes()
        : scheme(matrix.name()).keptBytes(matrix, precision);
  }

  @Override
  public List<String> parts() {
    return List.of(
        "weight_packed",
        "weight_scale",
        "weight_zero_point",
        "weight_shape",
        "weight_g_idx",
        "input_scale",
        "input_zero_point");
  }

  @Override
  public boolean holds(TensorSource source, String matrix) {
    return source.has(matrix + ".weight_packed") || source.has(matrix + ".weight_scale");
  }

  @Override
  public void require(StoredParts parts) {
    scheme(parts.matrix().name()).require(parts);
  }

  @Override
  public MatrixReader reader(TensorPlace place) {
    ScriptProgram program = ScriptProgram.load("layouts", place.device());
    return new CompressedReader(
        this::scheme, place, new Fp8Tiles.Tools(program, new CodePacking(place)));
  }

  /** Symmetric, without an order of its own. */
  @Override
  public RandomParts random(List<LinearShape> matrices) {
    RandomParts parts = new RandomParts();
    for (LinearShape matrix : matrices) {
      if (!plain.contains(matrix.name())) {
        addRandom(parts, matrix, scheme(matrix.name()));
      }
    }
    return parts;
  }

  private static void addRandom(RandomParts parts, LinearShape matrix, CompressedScheme scheme) {
    long outputs = matrix.outputs();
    long inputs = matrix.inputs();
    int bits = scheme.bits();
    List<Long> scales = List.of(outputs, (long) scheme.groups(matrix.inputs()));
    double scale = RandomParts.scale(matrix, bits);
    switch (scheme.layout()) {
      case PACKED -> {
        parts.addWords(matrix, "weight_packed", outputs, inputs * bits / Integer.SIZE);
        if (!scheme.symmetric()) {
          long words = outputs * bits / Integer.SIZE;
          parts.addCodes(matrix, "weight_zero_point", bits, 1 << (bits - 1), words, scales.get(1));
        }
      }
      case INT -> {
        parts.addBytes(matrix, "weight", BYTE_MASK, StoredType.I8, outputs, inputs);
        if (!scheme.symmetric()) {
          parts.addBytes(matrix, "weight_zero_point", 0, StoredType.I8, outputs, 1);
        }
      }
      case FLOAT -> {
        parts.addBytes(matrix, "weight", E4M3_MASK, StoredType.F8_E4M3, outputs, inputs);
        scales = scheme.tiles().scales(matrix);
        scale = 1 / Math.sqrt((double) inputs);
      }
    }
    parts.addScales(matrix, "weight_scale", scale, scales.get(0), scales.get(1));
  }
}
