package dev.longspark.engine.checkpoint;

import dev.longspark.engine.torchscript.Tensor;
import java.util.function.Function;

/** Reads the matrices of a compressed-tensors checkpoint. */
record CompressedReader(
    Function<String, CompressedScheme> schemes, TensorPlace place, Fp8Tiles.Tools tools)
    implements MatrixReader {
  @Override
  public StoredMatrix matrix(String name) {
    CompressedScheme scheme = schemes.apply(name);
    return switch (scheme.layout()) {
      case PACKED -> packed(name, scheme);
      case INT -> scheme.symmetric() ? int8(name, scheme) : withZeros(name, scheme);
      case FLOAT -> {
        try (Tensor scales = place.stored(name + ".weight_scale")) {
          yield scheme.tiles().read(name, place.stored(name + ".weight"), scales, tools);
        }
      }
    };
  }

  private StoredMatrix packed(String name, CompressedScheme scheme) {
    int bits = scheme.bits();
    try (Tensor words = place.stored(name + ".weight_packed");
        Tensor scales = place.stored(name + ".weight_scale")) {
      Tensor codes = tools.program().callTensor("packed", words, bits);
      int inputs = Math.toIntExact(codes.shape()[1]);
      int count = Math.toIntExact(scales.shape()[1]);
      Tensor turned = tools.program().callTensor("turned", scales);
      return new GroupedCodes(
          name,
          bits,
          codes,
          zeros(name, scheme, turned),
          turned,
          groups(name, inputs, count),
          tools.packing());
    }
  }

  private Tensor zeros(String name, CompressedScheme scheme, Tensor scales) {
    if (scheme.symmetric()) {
      return tools.program().callTensor("zeros", scales, 1 << (scheme.bits() - 1));
    }
    try (Tensor words = place.stored(name + ".weight_zero_point");
        Tensor stream = tools.program().callTensor("stream", words, scheme.bits())) {
      return tools.program().callTensor("turned", stream);
    }
  }

  private InputGroups groups(String name, int inputs, int count) {
    String indices = name + ".weight_g_idx";
    int size = (inputs + count - 1) / count;
    return place.has(indices)
        ? InputGroups.of(place.integers(indices), size, count, "tensor " + indices)
        : InputGroups.contiguous(inputs, size, count);
  }

  private StoredMatrix int8(String name, CompressedScheme scheme) {
    try (Tensor scales = place.stored(name + ".weight_scale")) {
      return new Int8Values(
          place.stored(name + ".weight"),
          tools.program().callTensor("row", scales),
          1,
          scheme.rounds(),
          tools.packing());
    }
  }

  private StoredMatrix withZeros(String name, CompressedScheme scheme) {
    try (Tensor values = place.stored(name + ".weight");
        Tensor scales = place.stored(name + ".weight_scale");
        Tensor zeros = place.stored(name + ".weight_zero_point");
        Tensor codes = tools.program().callTensor("codes", zeros);
        Tensor turned = tools.program().callTensor("turned", codes)) {
      int inputs = Math.toIntExact(values.shape()[1]);
      return new GroupedCodes(
          name,
          scheme.bits(),
          tools.program().callTensor("codes", values),
          tools.program().callTensor("widened", turned),
          tools.program().callTensor("turned", scales),
          InputGroups.contiguous(inputs, inputs, 1),
          tools.packing());
    }
  }

  @Override
  public void close() {
    tools.program().close();
    tools.packing().close();
  }
}
