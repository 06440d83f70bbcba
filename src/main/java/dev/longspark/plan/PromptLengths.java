package dev.longspark.plan;

import dev.longspark.data.Sample;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * How long the prompt of each sample is, in tokens, estimated from its characters: what sizes work
 * units. Fill it by handing it to a reader of samples.
 */
public final class PromptLengths implements Consumer<Sample>, Serializable {
  private static final long serialVersionUID = 1L;

  /** English text under vocabularies of 128 000 entries; measured 4.4 to 4.7. */
  private static final double CHARACTERS_PER_TOKEN = 4.5;

  private static final double WIDE_CHARACTERS_PER_TOKEN = 1.3;
  private static final int FIRST_WIDE_CHARACTER = 0x2E80;

  private final Map<String, Map<String, Integer>> tokensByTask = new LinkedHashMap<>();

  @Override
  public void accept(Sample sample) {
    add(sample.task(), sample.key(), tokens(sample.context()) + tokens(sample.question()));
  }

  /**
   * Adds one sample by its length.
   *
   * @param task the task's name
   * @param sampleKey the sample's key
   * @param tokens of its prompt
   */
  public void add(String task, String sampleKey, int tokens) {
    tokensByTask.computeIfAbsent(task, name -> new LinkedHashMap<>()).put(sampleKey, tokens);
  }

  /** Prompt tokens of a sample. */
  int tokens(String task, String sampleKey) {
    return tokensByTask.get(task).get(sampleKey);
  }

  /** Keys of a task's samples, longest first, equal ones in the order they came. */
  List<String> longestFirst(String task) {
    Map<String, Integer> tokens = tokensByTask.getOrDefault(task, Map.of());
    List<String> keys = new ArrayList<>(tokens.keySet());
    keys.sort(Comparator.<String>comparingInt(tokens::get).reversed());
    return keys;
  }

  private static int tokens(String text) {
    long wide = text.chars().filter(unit -> unit >= FIRST_WIDE_CHARACTER).count();
    return (int)
        Math.ceil(wide / WIDE_CHARACTERS_PER_TOKEN + (text.length() - wide) / CHARACTERS_PER_TOKEN);
  }
}
