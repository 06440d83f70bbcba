package dev.longspark.engine.checkpoint;

import dev.longspark.engine.family.DecoderModel;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The one matrix that is embedding and output matrix of a tied model, which files may hold under
 * either name, or under both.
 */
public final class TiedEmbedding {
  private static final long PIECE_BYTES = 1 << 26;

  private TiedEmbedding() {}

  /** The tensors, of which one that is stored under one name only is found under both. */
  public static Map<String, StoredTensor> underBothNames(
      Map<String, StoredTensor> tensors, DecoderModel model) {
    String embedding = model.embedding();
    String head = model.headName() + ".weight";
    Map<String, StoredTensor> named = new HashMap<>(tensors);
    if (tensors.containsKey(head)) {
      named.putIfAbsent(embedding, tensors.get(head));
    }
    if (tensors.containsKey(embedding)) {
      named.putIfAbsent(head, tensors.get(embedding));
    }
    return named;
  }

  /** Whether two matrices are the same numbers, the last row included. */
  static boolean isOne(StoredTensor one, StoredTensor other) {
    return one.equals(other) || isSame(one, other);
  }

  private static boolean isSame(StoredTensor one, StoredTensor other) {
    if (!one.shape().equals(other.shape()) || one.shape().size() != 2) {
      return false;
    }
    long rows = one.shape().get(0);
    long step = Math.max(1, PIECE_BYTES / Math.max(1, one.bytes() / rows));
    for (long row = 0; row < rows; row += step) {
      if (!isSame(one, other, row, Math.min(step, rows - row))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isSame(StoredTensor one, StoredTensor other, long row, long count) {
    if (one.type() == other.type()) {
      return bytes(one, row, count).equals(bytes(other, row, count));
    }
    return one.type().isWeight()
        && other.type().isWeight()
        && Arrays.equals(StoredValues.rows(one, row, count), StoredValues.rows(other, row, count));
  }

  private static ByteBuffer bytes(StoredTensor tensor, long row, long count) {
    return SafetensorsFile.open(tensor.file()).readRows(tensor.name(), row, count);
  }
}
