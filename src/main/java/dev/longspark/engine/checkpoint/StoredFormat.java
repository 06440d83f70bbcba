package dev.longspark.engine.checkpoint;

import dev.longspark.engine.LinearShape;
import dev.longspark.engine.Precision;
import java.io.Serializable;
import java.util.List;
import java.util.Set;

/**
 * How a checkpoint stores matrices in few bits, module by module, as its JSON files say before any
 * tensor is read. One class for each {@code quant_method}, and one line in {@link StoredFormats}.
 *
 * <p>Equal formats store equal matrices alike.
 */
public interface StoredFormat extends Serializable {
  /**
   * The words by which a technique may ask for it: its method, and what it is whatever its layout.
   */
  Set<String> words();

  /** Its name, for people. */
  String label();

  /** Bytes of a matrix as it is kept in memory, which may be in full precision. */
  long keptBytes(LinearShape matrix, Precision precision);

  /** What its stored tensors are called behind the name of their matrix, without dot. */
  List<String> parts();

  /** Whether a checkpoint holds a matrix in this format; if not, it holds it in full precision. */
  boolean holds(TensorSource source, String matrix);

  /**
   * Checks names, shapes and types of a matrix's stored tensors.
   *
   * @throws IllegalArgumentException naming the tensor and what it must be
   */
  void require(StoredParts parts);

  /** Begins reading the matrices of a checkpoint. */
  MatrixReader reader(TensorPlace place);

  /** Random matrices in this format. */
  RandomParts random(List<LinearShape> matrices);
}
