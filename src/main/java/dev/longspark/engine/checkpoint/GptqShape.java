package dev.longspark.engine.checkpoint;

import java.util.List;

/** The shapes that the stored tensors of a 4-bit matrix must have. */
final class GptqShape {
  static final int CODES_PER_WORD = 8;

  private final MappedTensors tensors;
  private final GptqSettings settings;

  GptqShape(MappedTensors tensors, GptqSettings settings) {
    this.tensors = tensors;
    this.settings = settings;
  }

  /** Inputs per group of a matrix that has some number of groups. */
  static int groupSize(GptqSettings settings, int inputs, int groups) {
    int size = settings.groupSize() == -1 ? inputs : settings.groupSize();
    return groups(inputs, size) == groups ? size : (inputs + groups - 1) / groups;
  }

  /** Groups of a matrix with some number of inputs. */
  static long groups(GptqSettings settings, int inputs) {
    return groups(inputs, settings.groupSize() == -1 ? inputs : settings.groupSize());
  }

  void require(LinearShape linear) {
    long inputs = linear.inputs();
    long outputs = linear.outputs();
    if (inputs % CODES_PER_WORD != 0 || outputs % CODES_PER_WORD != 0) {
      throw new IllegalArgumentException(
          "Invalid 4-bit matrix "
              + linear
              + " (inputs and outputs must be multiples of "
              + CODES_PER_WORD
              + ")");
    }
    require(linear, "qweight", List.of(inputs / CODES_PER_WORD, outputs));
    long groups = groups(linear);
    require(linear, "qzeros", List.of(groups, outputs / CODES_PER_WORD));
    require(linear, "scales", List.of(groups, outputs));
    if (!tensors.stored(linear.name() + ".scales").type().isWeight()) {
      throw invalid(linear, "scales", "must be F16, BF16 or F32");
    }
    for (String integers : List.of("qweight", "qzeros", "g_idx")) {
      String name = linear.name() + "." + integers;
      if (tensors.has(name) && tensors.stored(name).type() != StoredType.I32) {
        throw invalid(linear, integers, "must be I32");
      }
    }
    if (tensors.has(linear.name() + ".g_idx")) {
      require(linear, "g_idx", List.of(inputs));
    }
  }

  /** As the settings say; where modules may differ, as the scales say. */
  private long groups(LinearShape linear) {
    StoredTensor scales = tensors.stored(linear.name() + ".scales");
    boolean free = settings.perModule() && scales.shape().size() == 2 && scales.shape().get(0) > 0;
    return free ? scales.shape().get(0) : groups(settings, linear.inputs());
  }

  private static long groups(long inputs, long size) {
    return (inputs + size - 1) / size;
  }

  private void require(LinearShape linear, String part, List<Long> shape) {
    StoredTensor stored = tensors.stored(linear.name() + "." + part);
    if (!stored.shape().equals(shape)) {
      throw new IllegalArgumentException(
          "Invalid shape of "
              + stored
              + ": "
              + stored.shape()
              + " (a matrix of "
              + linear.outputs()
              + " outputs and "
              + linear.inputs()
              + " inputs in groups of "
              + settings.groupSize()
              + " asks for "
              + shape
              + ")");
    }
  }

  private IllegalArgumentException invalid(LinearShape linear, String part, String rule) {
    StoredTensor stored = tensors.stored(linear.name() + "." + part);
    return new IllegalArgumentException(
        "Invalid dtype of " + stored + ": " + stored.type() + " (" + rule + ")");
  }
}
