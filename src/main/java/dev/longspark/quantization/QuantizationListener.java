package dev.longspark.quantization;

/** Hears of the progress of one work; layers count from 0. */
public interface QuantizationListener {
  /** A matrix is quantized, but not yet on disk. */
  void quantized(int layer, MatrixReport matrix);

  /** A layer is on disk. */
  void written(int layer);

  /** A layer was found on disk, as an earlier work had left it. */
  void found(int layer);
}
