package dev.longspark.engine.checkpoint;

import dev.longspark.engine.LinearShape;
import dev.longspark.engine.torchscript.ScriptProgram;
import dev.longspark.engine.torchscript.Tensor;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The stored tensors of random low-bit matrices. */
final class RandomParts {
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

  /** Int32, the same word everywhere. */
  void addFilled(LinearShape matrix, String part, int word, long... extents) {
    add(matrix, part, (loader, seed, device) -> loader.callTensor("filled", extents, word, device));
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
