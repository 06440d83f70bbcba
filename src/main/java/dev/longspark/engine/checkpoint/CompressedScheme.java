package dev.longspark.engine.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import dev.longspark.engine.LinearShape;
import dev.longspark.engine.Precision;
import dev.longspark.engine.family.JsonObject;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * One of the {@code config_groups} of a compressed-tensors checkpoint.
 *
 * @param targets the modules that it speaks of: {@code Linear} for all, a name, or {@code re:} and
 *     an expression
 * @param layout of their tensors
 * @param bits of a code
 * @param symmetric whether there are no zero points
 * @param groupSize inputs that share a scale, -1 for all
 * @param tiles of an E4M3 matrix
 * @param rounds whether inputs are rounded to int8, token by token
 */
record CompressedScheme(
    List<String> targets,
    Layout layout,
    int bits,
    boolean symmetric,
    int groupSize,
    Fp8Tiles tiles,
    boolean rounds)
    implements Serializable {
  private static final String INSTEAD =
      ": take the model's pack-quantized, int-quantized or float-quantized files, or those in bf16";
  private static final String ALL = "Linear";
  private static final String INPUTS = "input_activations";
  private static final int SCALE_BYTES = 2;

  /** How tensors are stored. */
  enum Layout {
    /** {@code weight_packed}: words along inputs. */
    PACKED,
    /** {@code weight} int8. */
    INT,
    /** {@code weight} E4M3. */
    FLOAT
  }

  CompressedScheme {
    targets = List.copyOf(targets);
  }

  /**
   * Reads a group.
   *
   * @param format of groups that name none
   */
  static CompressedScheme read(JsonObject group, String format) {
    JsonObject weights = group.child("weights");
    boolean isFloat = weights.text("type", "int").equals("float");
    Layout layout = layout(group, group.text("format", format), isFloat);
    int bits = weights.integer("num_bits");
    if (layout != Layout.PACKED && bits != Byte.SIZE) {
      throw weights.invalid("num_bits", "must be 8 in this format" + INSTEAD);
    }
    if (layout == Layout.PACKED && bits != Byte.SIZE && bits != Byte.SIZE / 2) {
      throw weights.invalid("num_bits", "must be 4 or 8" + INSTEAD);
    }
    if (rounds(group, layout) && !weights.truth("symmetric", true)) {
      throw weights.invalid("symmetric", "must be true where inputs are rounded" + INSTEAD);
    }
    String strategy = weights.text("strategy", weights.has("group_size") ? "group" : "tensor");
    requireStrategy(weights, layout, strategy);
    List<String> targets = new ArrayList<>();
    group.node().path("targets").forEach((JsonNode each) -> targets.add(each.asText()));
    return new CompressedScheme(
        targets,
        layout,
        bits,
        weights.truth("symmetric", true),
        strategy.equals("group") ? weights.integer("group_size") : -1,
        switch (strategy) {
          case "block" -> Fp8Format.tiles(weights, "block_structure");
          case "tensor" -> Fp8Tiles.WHOLE;
          default -> Fp8Tiles.ROWS;
        },
        rounds(group, layout));
  }

  private static Layout layout(JsonObject group, String format, boolean isFloat) {
    return switch (format) {
      case "pack-quantized" -> Layout.PACKED;
      case "int-quantized" -> Layout.INT;
      case "float-quantized" -> Layout.FLOAT;
      case "naive-quantized" -> isFloat ? Layout.FLOAT : Layout.INT;
      default ->
          throw new IllegalArgumentException(
              "Invalid format in %s: \"%s\" (must be pack-quantized, int-quantized,"
                      .formatted(group.place(), format)
                  + " float-quantized or naive-quantized: take the model's files in one of them, or"
                  + " those in bf16)");
    };
  }

  private static void requireStrategy(JsonObject weights, Layout layout, String strategy) {
    boolean known =
        switch (layout) {
          case PACKED -> List.of("group", "channel").contains(strategy);
          case INT -> strategy.equals("channel");
          case FLOAT -> List.of("channel", "tensor", "block").contains(strategy);
        };
    if (!known) {
      throw new IllegalArgumentException(
          "Invalid strategy in %s: \"%s\" (not read in this format%s)"
              .formatted(weights.place(), strategy, INSTEAD));
    }
  }

  private static boolean rounds(JsonObject group, Layout layout) {
    if (!group.has(INPUTS) || layout == Layout.FLOAT) {
      return false;
    }
    JsonObject inputs = group.child(INPUTS);
    boolean known =
        layout == Layout.INT
            && inputs.integer("num_bits") == Byte.SIZE
            && inputs.text("type", "int").equals("int")
            && inputs.truth("dynamic", false)
            && inputs.truth("symmetric", true)
            && inputs.text("strategy", "token").equals("token");
    if (!known) {
      throw group.invalid(
          INPUTS, "must be null, or 8 bits, dynamic, symmetric, per token" + INSTEAD);
    }
    return true;
  }

  boolean speaksOf(String module) {
    return targets.stream()
        .anyMatch(each -> each.equals(ALL) || PlainModules.matches(each, module));
  }

  /** What it is, whatever its layout. */
  String word() {
    return layout == Layout.FLOAT ? "fp8" : "w" + bits + (rounds ? "a8" : "a16");
  }

  /** Groups of a matrix. */
  int groups(int inputs) {
    return groupSize == -1 ? 1 : (inputs + groupSize - 1) / groupSize;
  }

  long keptBytes(LinearShape matrix, Precision precision) {
    return switch (layout) {
      case PACKED ->
          bits == Byte.SIZE && symmetric && groupSize == -1
              ? matrix.weights() + (long) matrix.outputs() * SCALE_BYTES
              : GroupedCodes.keptBytes(matrix, bits, groups(matrix.inputs()), precision);
      case INT -> matrix.weights() + (long) matrix.outputs() * SCALE_BYTES;
      case FLOAT -> tiles.bytes(matrix, SCALE_BYTES);
    };
  }

  void require(StoredParts parts) {
    long inputs = parts.matrix().inputs();
    long outputs = parts.matrix().outputs();
    long groups = groups(parts.matrix().inputs());
    switch (layout) {
      case PACKED -> {
        String asked = "of %d bits in groups of %d".formatted(bits, groupSize);
        requireWords(inputs, parts);
        parts.requireType("weight_packed", StoredType.I32);
        parts.requireShape("weight_packed", List.of(outputs, inputs * bits / Integer.SIZE), asked);
        parts.requireNumbers("weight_scale");
        parts.requireShape("weight_scale", List.of(outputs, groups), asked);
        if (!symmetric) {
          requireWords(outputs, parts);
          parts.requireType("weight_zero_point", StoredType.I32);
          parts.requireShape(
              "weight_zero_point", List.of(outputs * bits / Integer.SIZE, groups), asked);
        }
        if (parts.has("weight_g_idx")) {
          parts.requireType("weight_g_idx", StoredType.I32);
          parts.requireShape("weight_g_idx", List.of(inputs), asked);
        }
      }
      case INT -> {
        parts.requireType("weight", StoredType.I8);
        parts.requireShape("weight", List.of(outputs, inputs), "in int8");
        parts.requireNumbers("weight_scale");
        parts.requireShape("weight_scale", List.of(outputs, 1L), "in int8");
        if (!symmetric) {
          parts.requireType("weight_zero_point", StoredType.I8);
          parts.requireShape("weight_zero_point", List.of(outputs, 1L), "in int8");
        }
      }
      case FLOAT -> tiles.require(parts, "weight_scale");
    }
  }

  private void requireWords(long codes, StoredParts parts) {
    if (codes * bits % Integer.SIZE != 0) {
      throw new IllegalArgumentException(
          "Invalid %d-bit matrix %s (its codes must fill words of 32 bits)"
              .formatted(bits, parts.matrix()));
    }
  }
}
