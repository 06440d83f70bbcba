package dev.longspark.engine.checkpoint;

import dev.longspark.engine.Precision;
import dev.longspark.engine.torchscript.Tensor;

/** One matrix as a checkpoint stores it in few bits, read but not yet made into anything. */
interface StoredMatrix extends AutoCloseable {
  /** The dequantized weight [outputs, inputs], to be closed by the caller. */
  Tensor whole(Precision precision);

  /** What is kept of it in few bits, without the bias; in full precision where no kernel fits. */
  KeptMatrix kept(Precision precision);

  @Override
  void close();
}
