package dev.longspark.config;

import java.io.Serializable;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One trained model of a study and its low-bit forms.
 *
 * @param path folder or URI of the full-precision checkpoint
 * @param kind what it was trained as
 * @param lowBit folders or URIs of low-bit checkpoints, by the study's words for them
 */
public record CheckpointEntry(String path, Kind kind, Map<String, String> lowBit)
    implements Serializable {
  /** The word for the low-bit checkpoint that has a key of its own. */
  public static final String FOUR_BIT = "four-bit";

  /** What a checkpoint was trained as. */
  public enum Kind {
    INSTRUCT,
    BASE
  }

  /** Keeps the order. */
  public CheckpointEntry {
    lowBit = Collections.unmodifiableMap(new LinkedHashMap<>(lowBit));
  }

  /** A low-bit checkpoint, if there is one of that word. */
  public Optional<String> lowBit(String word) {
    return Optional.ofNullable(lowBit.get(word));
  }

  /** The key below the model under which a low-bit checkpoint of some word is written. */
  public static String key(String word) {
    return word.equals(FOUR_BIT) ? FOUR_BIT : "low-bit." + word;
  }
}
