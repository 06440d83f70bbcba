package dev.longspark.quantization;

import java.util.List;

/**
 * A layer on disk.
 *
 * @param layer from 0
 * @param file its shard
 * @param sha256 of the shard
 */
record LayerRecord(int layer, String file, String sha256, List<MatrixReport> matrices) {
  LayerRecord {
    matrices = List.copyOf(matrices);
  }
}
