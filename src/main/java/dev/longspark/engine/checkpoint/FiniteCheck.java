package dev.longspark.engine.checkpoint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Looks for weights that are no finite numbers, in samples: a model is not read through. */
final class FiniteCheck {
  private static final int SAMPLED_BYTES = 8192;

  private FiniteCheck() {}

  /**
   * Holds the beginning, middle and end of each tensor of floating-point numbers to be finite.
   *
   * @throws IllegalArgumentException naming the file, the tensor and the number
   * @throws UncheckedIOException if a file cannot be read
   */
  static void require(Map<String, StoredTensor> tensors) {
    Map<Path, List<StoredTensor>> byFile =
        tensors.values().stream()
            .filter(tensor -> tensor.type().isWeight() && tensor.bytes() > 0)
            .collect(Collectors.groupingBy(StoredTensor::file));
    byFile.forEach(
        (file, ofFile) -> {
          try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            for (StoredTensor tensor : ofFile) {
              require(tensor, channel);
            }
          } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file, e);
          }
        });
  }

  private static void require(StoredTensor tensor, FileChannel channel) throws IOException {
    int bytes = (int) Math.min(tensor.bytes(), SAMPLED_BYTES);
    long last = tensor.bytes() - bytes;
    int width = tensor.type().bytes();
    for (long from : new long[] {0, last / 2 / width * width, last}) {
      ByteBuffer sample = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
      while (sample.hasRemaining()
          && channel.read(sample, tensor.offset() + from + sample.position()) >= 0) {
        // a channel may give fewer bytes than asked for
      }
      sample.flip();
      for (long at = from / width; sample.remaining() >= width; at++) {
        float value = StoredValues.next(tensor.type(), sample);
        if (!Float.isFinite(value)) {
          throw new IllegalArgumentException(
              "Invalid weight in %s: number %d is %s (must be finite; was a step of training, merging or converting lost?)"
                  .formatted(tensor, at, value));
        }
      }
    }
  }
}
