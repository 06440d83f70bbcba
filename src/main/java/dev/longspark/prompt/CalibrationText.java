package dev.longspark.prompt;

import dev.longspark.data.TextFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Running text on which a model is watched before it is pruned or quantized.
 *
 * @param files they came from, in the order given
 * @param sequences of token ids, each from the text of one document
 */
public record CalibrationText(List<Path> files, List<TokenIds> sequences) {
  private static final int SHORTEST_PART = 4;

  public CalibrationText {
    files = List.copyOf(files);
    sequences = List.copyOf(sequences);
    if (sequences.isEmpty()) {
      throw new IllegalArgumentException("Missing calibration text: no text in " + files);
    }
  }

  /**
   * Cuts each text into consecutive pieces and takes some, evenly spread over all. A last piece is
   * dropped if it is shorter than a quarter, unless it is its text's only one. The same files give
   * the same sequences.
   *
   * @param files text files, or {@code .jsonl} of LongBench, whose contexts are taken
   * @param count sequences at most
   * @param length tokens of a sequence at most, begin token included
   * @throws java.io.UncheckedIOException if a file cannot be read
   * @throws IllegalArgumentException if there is no text in them
   */
  public static CalibrationText read(List<Path> files, Tokenizer tokenizer, int count, int length) {
    if (count < 1 || length < 2) {
      throw new IllegalArgumentException(
          "Invalid calibration: "
              + count
              + " sequences of "
              + length
              + " tokens (must be > 0 and > 1)");
    }
    List<TokenIds> pieces = new ArrayList<>();
    for (Path file : files) {
      for (String text : new TextFile(file).texts()) {
        addPieces(pieces, tokenizer.encode(text, SpecialTokens.ADDED), length);
      }
    }
    return new CalibrationText(files, spread(pieces, count));
  }

  /** All tokens. */
  public long tokens() {
    return sequences.stream().mapToLong(TokenIds::size).sum();
  }

  private static void addPieces(List<TokenIds> pieces, TokenIds text, int length) {
    for (int from = 0; from < text.size(); from += length) {
      int size = Math.min(length, text.size() - from);
      if (from == 0 || size >= length / SHORTEST_PART) {
        pieces.add(text.tail(text.size() - from).head(size));
      }
    }
  }

  private static List<TokenIds> spread(List<TokenIds> pieces, int count) {
    int taken = Math.min(count, pieces.size());
    return IntStream.range(0, taken)
        .mapToObj(i -> pieces.get(Math.toIntExact((long) i * pieces.size() / taken)))
        .toList();
  }
}
