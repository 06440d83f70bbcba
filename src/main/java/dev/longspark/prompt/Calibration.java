package dev.longspark.prompt;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.LongStream;

/**
 * What a model reads while it is watched before it is quantized or pruned.
 *
 * @param seed that chose the sequences
 */
public record Calibration(long seed, List<CalibrationSequence> sequences) {
  public Calibration {
    sequences = List.copyOf(sequences);
    if (sequences.isEmpty()) {
      throw new IllegalArgumentException("Invalid calibration: it has no sequences");
    }
  }

  /**
   * Chooses sequences: documents in an order drawn by the seed, round after round, each giving a
   * piece from a drawn place; one no longer than a piece gives all of itself, once.
   *
   * @param count of sequences; fewer if the documents are short and few
   * @param tokens of one sequence, special tokens included
   * @throws IllegalArgumentException if there is no text
   */
  public static Calibration choose(
      List<CalibrationDocument> documents, Tokenizer tokenizer, int count, int tokens, long seed) {
    TokenIds start = tokenizer.encode("", SpecialTokens.ADDED);
    int room = tokens - start.size();
    if (count < 1 || room < 1) {
      throw new IllegalArgumentException(
          "Invalid calibration: %d sequences of %d tokens (both must be > %d)"
              .formatted(count, tokens, start.size()));
    }
    Random random = new Random(seed);
    List<CalibrationDocument> rest = new ArrayList<>(documents);
    Collections.shuffle(rest, random);
    Map<CalibrationDocument, TokenIds> encoded = new HashMap<>();
    List<CalibrationSequence> chosen = new ArrayList<>();
    while (!rest.isEmpty() && chosen.size() < count) {
      List<CalibrationDocument> longer = new ArrayList<>();
      for (CalibrationDocument document :
          rest.subList(0, Math.min(rest.size(), count - chosen.size()))) {
        TokenIds ids =
            encoded.computeIfAbsent(
                document, d -> tokenizer.encode(d.text(), SpecialTokens.OMITTED));
        int first = ids.size() > room ? random.nextInt(ids.size() - room + 1) : 0;
        if (ids.size() > 0) {
          chosen.add(piece(document, start, ids, first, Math.min(room, ids.size())));
        }
        if (ids.size() > room) {
          longer.add(document);
        }
      }
      rest = longer;
    }
    return new Calibration(seed, chosen);
  }

  /** Tokens of the longest sequence. */
  public int longest() {
    return sequences.stream().mapToInt(sequence -> sequence.ids().size()).max().orElse(1);
  }

  /** All tokens that are read. */
  public long tokens() {
    return sequences.stream().mapToLong(sequence -> sequence.ids().size()).sum();
  }

  /** The keys of the LongBench samples among the documents it is from. */
  public SortedSet<String> sampleKeys() {
    SortedSet<String> keys = new TreeSet<>();
    sequences.forEach(sequence -> keys.add(sequence.sampleKey()));
    keys.remove("");
    return keys;
  }

  private static CalibrationSequence piece(
      CalibrationDocument document, TokenIds start, TokenIds ids, int first, int length) {
    long[] body = Arrays.copyOfRange(ids.toLongArray(), first, first + length);
    long[] all =
        LongStream.concat(Arrays.stream(start.toLongArray()), Arrays.stream(body)).toArray();
    return new CalibrationSequence(
        document.source(), document.sampleKey(), first, TokenIds.of(all));
  }
}
