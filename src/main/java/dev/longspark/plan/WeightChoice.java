package dev.longspark.plan;

import dev.longspark.config.CheckpointEntry;
import dev.longspark.engine.Precision;
import dev.longspark.engine.checkpoint.FullPrecision;
import dev.longspark.engine.checkpoint.LowBit;
import dev.longspark.engine.checkpoint.StoredFormat;
import dev.longspark.engine.checkpoint.WeightFormat;
import java.io.Serializable;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The weight axis of a technique: which checkpoint of a model it reads, what must be found in it,
 * and in what precision it computes.
 */
public sealed interface WeightChoice extends Serializable {
  /** Of activations, and of every matrix that is not kept in few bits. */
  Precision precision();

  /**
   * How the matrices of a checkpoint are kept.
   *
   * @param stored what its config.json says of matrices in few bits
   * @throws IllegalArgumentException if that is not what must be found
   */
  WeightFormat format(Optional<StoredFormat> stored);

  /**
   * What it does to a given checkpoint. Stands in recorded fingerprints, so it never changes; which
   * of a model's checkpoints it is plays no part, nor does its layout.
   */
  String identity();

  /** The model's own checkpoint, every matrix in one precision. */
  record Whole(Precision precision) implements WeightChoice {
    @Override
    public WeightFormat format(Optional<StoredFormat> stored) {
      return new FullPrecision(precision);
    }

    @Override
    public String identity() {
      return "FullPrecision[precision=" + precision + "]";
    }
  }

  /**
   * A low-bit checkpoint, its matrices as they are stored.
   *
   * @param checkpoint the model's word for it
   * @param found one of the words of the format that it must have
   */
  record Packed(Precision precision, String checkpoint, String found) implements WeightChoice {
    @Override
    public WeightFormat format(Optional<StoredFormat> stored) {
      if (stored.isEmpty()) {
        throw new IllegalArgumentException("its config.json has no quantization_config");
      }
      if (!stored.get().words().contains(found)) {
        throw new IllegalArgumentException(
            "it holds %s, and %s is asked for"
                .formatted(String.join(" or ", new TreeSet<>(stored.get().words())), found));
      }
      return new LowBit(precision, stored.get());
    }

    /** For messages. */
    String label() {
      return checkpoint.equals(CheckpointEntry.FOUR_BIT) ? "4-bit" : "'" + checkpoint + "'";
    }

    @Override
    public String identity() {
      return found.equals("w4a16") || found.equals("gptq")
          ? "Gptq[precision=" + precision + "]"
          : "LowBit[" + found + ", precision=" + precision + "]";
    }
  }
}
