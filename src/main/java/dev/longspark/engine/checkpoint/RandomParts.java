package dev.longspark.engine.checkpoint;

import dev.longspark.engine.LinearShape;
import dev.longspark.engine.torchscript.ScriptProgram;
import dev.longspark.engine.torchscript.Tensor;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** The stored tensors of random low-bit matrices. */
final class RandomParts {
  /** Between the square of a uniform range and its variance. */
  private static final double DEVIATION_OF_UNIFORM = 12;

  private final Map<String, Filling> fillings = new HashMap<>();
  private final Set<String> matrices = new HashSet<>();

  /** Makes one tensor. */
  @FunctionalInterface
  private interface Filling {
    Tensor make(ScriptProgram loader, long seed, String device);
  }

  boolean has(String name) {
    return fillings.containsKey(name);
  }

  /** Whether a tensor belongs to one of the matrices. */
  boolean isOfTheSameMatrix(String name) {
    return matrices.contains(name.substring(0, Math.max(0, name.lastIndexOf('.'))));
  }

  Tensor make(String name, ScriptProgram loader, long seed, String device) {
    return fillings.get(name).make(loader, seed, device);
  }

  /** Int32 words, all bits random. */
  void addWords(LinearShape matrix, String part, long... extents) {
    add(
        matrix,
        part,
        (loader, seed, device) -> loader.callTensor("random_words", extents, seed, device));
  }

  /** Int32 words full of the same code, a stream of some bits each. */
  void addCodes(LinearShape matrix, String part, int bits, int code, long... extents) {
    add(
        matrix,
        part,
        (loader, seed, device) -> loader.callTensor("codes", extents, bits, code, device));
  }

  /** Bytes, all bits random but those that a mask clears, in some format of one byte. */
  void addBytes(LinearShape matrix, String part, int mask, StoredType type, long... extents) {
    add(
        matrix,
        part,
        (loader, seed, device) ->
            loader.callTensor("random_bytes", extents, mask, type.torchCode(), seed, device));
  }

  /** Given tensors. */
  void addMade(LinearShape matrix, String part, Supplier<Tensor> made) {
    add(
        matrix,
        part,
        (loader, seed, device) -> {
          try (Tensor tensor = made.get()) {
            return loader.callTensor("moved", tensor, device);
          }
        });
  }

  /** The scale that gives uniform codes the deviation 1/sqrt(inputs). */
  static double scale(LinearShape matrix, int bits) {
    double codes = 1 << bits;
    double deviation = Math.sqrt((codes * codes - 1) / DEVIATION_OF_UNIFORM);
    return 1 / (deviation * Math.sqrt(matrix.inputs()));
  }

  /** Float32, the same number everywhere. */
  void addScales(LinearShape matrix, String part, double scale, long... extents) {
    add(
        matrix,
        part,
        (loader, seed, device) -> loader.callTensor("scaled_ones", extents, scale, device));
  }

  private void add(LinearShape matrix, String part, Filling filling) {
    matrices.add(matrix.name());
    fillings.put(matrix.name() + "." + part, filling);
  }
}
