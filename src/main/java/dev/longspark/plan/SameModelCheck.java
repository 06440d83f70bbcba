package dev.longspark.plan;

import dev.longspark.config.ConfigException;
import dev.longspark.engine.checkpoint.Checkpoint;
import dev.longspark.engine.checkpoint.CheckpointFiles;
import dev.longspark.engine.checkpoint.StoredTensor;
import dev.longspark.engine.checkpoint.StoredValues;
import dev.longspark.engine.checkpoint.TiedEmbedding;
import dev.longspark.engine.family.DecoderModel;
import dev.longspark.files.Location;
import dev.longspark.pruning.PruningOrigin;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds low-bit and pruned checkpoints of the same shape to be of the model beside which a study
 * names them, by a few stored numbers. What it cannot look at, it says in the log.
 */
final class SameModelCheck {
  private static final Logger LOG = LoggerFactory.getLogger(SameModelCheck.class);

  private static final int ROWS = 16;

  /** Half of the last bit of bfloat16, the coarsest. */
  private static final float RELATIVE = 1f / 256;

  /** The least number of float16, to which tinier ones are rounded. */
  private static final float ABSOLUTE = 0x1p-24f;

  private final Set<List<String>> checked = new HashSet<>();

  /**
   * A low-bit checkpoint and its source: embedding, final norm and lm_head are the same numbers.
   *
   * @param label of the low-bit checkpoint, for messages
   * @throws ConfigException if they are not
   */
  void requireLowBitOf(String full, String lowBit, String label) {
    if (!checked.add(List.of(full, lowBit))) {
      return;
    }
    Optional<Path> source = withWeights(full);
    Optional<Path> quantized = withWeights(lowBit);
    if (source.isEmpty() || quantized.isEmpty()) {
      unchecked(lowBit, full, "needs the weights of both in local folders");
      return;
    }
    DecoderModel model = Checkpoint.modelOf(source.get());
    Map<String, StoredTensor> there =
        TiedEmbedding.underBothNames(CheckpointFiles.tensors(source.get()), model);
    Map<String, StoredTensor> here =
        TiedEmbedding.underBothNames(CheckpointFiles.tensors(quantized.get()), model);
    for (String name : untouched(model)) {
      if (there.containsKey(name) && here.containsKey(name)) {
        other(there.get(name), here.get(name))
            .ifPresent(
                difference -> {
                  throw new ConfigException(
                      "Invalid %s checkpoint: %s was not made from %s: %s (quantizing leaves embedding, final norm and lm_head as they are; allowed is rounding to 16 bits)"
                          .formatted(label, lowBit, full, difference));
                });
      }
    }
  }

  /** What quantizing does not touch; the head only where the embedding is not tied to it. */
  private static List<String> untouched(DecoderModel model) {
    return List.of(model.finalNorm(), model.embedding(), model.headName() + ".weight");
  }

  /**
   * A pruned checkpoint and its full model. Its weights may have been trained, so only its own
   * record or its vocabulary can tell it from another's.
   *
   * @throws ConfigException if they contradict the full model
   */
  void requirePrunedOf(String full, String pruned) {
    if (!checked.add(List.of(full, pruned))) {
      return;
    }
    Optional<Path> source = local(full);
    Optional<Path> cut = local(pruned);
    if (source.isEmpty() || cut.isEmpty()) {
      unchecked(pruned, full, "needs both in local folders");
      return;
    }
    requireSameTokens(full, source.get(), pruned, cut.get());
    PruningOrigin.of(cut.get())
        .ifPresent(origin -> requireOrigin(full, source.get(), pruned, origin));
  }

  private static void requireSameTokens(String full, Path source, String pruned, Path cut) {
    Optional<Vocabulary> there = Vocabulary.of(source);
    Optional<Vocabulary> here = Vocabulary.of(cut);
    if (there.isEmpty() || here.isEmpty()) {
      return;
    }
    Optional<String> token = here.get().contradiction(there.get());
    if (token.isPresent()) {
      throw new ConfigException(
          "Invalid pruned checkpoint: %s has another vocabulary than %s: token '%s' has id %d, there %d (pruning leaves the tokenizer as it is)"
              .formatted(
                  pruned,
                  full,
                  token.get(),
                  here.get().ids().get(token.get()),
                  there.get().ids().get(token.get())));
    }
  }

  private static void requireOrigin(String full, Path source, String pruned, PruningOrigin origin) {
    Optional<Path> file = origin.comparable(source);
    if (file.isEmpty()) {
      unchecked(pruned, full, "needs one of the weight files " + origin.weightSha256().keySet());
      return;
    }
    if (!origin.isOf(file.get())) {
      throw new ConfigException(
          "Invalid pruned checkpoint: %s was not cut from %s: the SHA-256 of %s is another in its pruning.json (name the model that it was cut from, or prune this one)"
              .formatted(pruned, full, file.get().getFileName()));
    }
  }

  /** Where two tensors are not the same numbers. */
  private static Optional<String> other(StoredTensor there, StoredTensor here) {
    if (!there.shape().equals(here.shape())) {
      return Optional.of(
          "shape of %s is %s, there %s".formatted(here.name(), here.shape(), there.shape()));
    }
    long rows = there.shape().get(0);
    boolean isVector = there.shape().size() == 1;
    long step = isVector ? rows : Math.max(1, rows / ROWS);
    for (long row = 0; row < rows; row += step) {
      float[] expected = StoredValues.rows(there, row, isVector ? rows : 1);
      float[] found = StoredValues.rows(here, row, isVector ? rows : 1);
      for (int i = 0; i < expected.length; i++) {
        if (!isRounded(expected[i], found[i])) {
          String place = isVector ? "[%d]".formatted(i) : "[%d, %d]".formatted(row, i);
          return Optional.of(
              "%s is %s, there %s".formatted(here.name() + place, found[i], expected[i]));
        }
      }
    }
    return Optional.empty();
  }

  private static boolean isRounded(float a, float b) {
    float allowed = RELATIVE * Math.max(Math.abs(a), Math.abs(b)) + ABSOLUTE;
    return Float.compare(a, b) == 0 || Math.abs(a - b) <= allowed;
  }

  private static void unchecked(String checkpoint, String full, String reason) {
    LOG.warn("Cannot check that {} belongs to {}: this {}", checkpoint, full, reason);
  }

  private static Optional<Path> withWeights(String folder) {
    return local(folder).filter(CheckpointFiles::present);
  }

  private static Optional<Path> local(String folder) {
    return new Location(folder).local();
  }
}
