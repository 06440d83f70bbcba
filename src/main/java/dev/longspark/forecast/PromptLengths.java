package dev.longspark.forecast;

import dev.longspark.data.Sample;
import dev.longspark.data.Task;
import dev.longspark.files.Location;
import dev.longspark.plan.Cell;
import dev.longspark.plan.StudyPlan;
import dev.longspark.prompt.SpecialTokens;
import dev.longspark.prompt.Tokenizer;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * How long the prompt of each sample is, in tokens: counted by the models' tokenizers where they
 * are at hand, estimated from the characters elsewhere. Fill it by handing it to a reader of
 * samples. Chat templates add a few tens of tokens, which are not counted.
 */
public final class PromptLengths implements Consumer<Sample>, AutoCloseable {
  /** The size of its vocabulary plays no part in a count. */
  private static final Tokenizer ESTIMATOR = Tokenizer.standIn(1);

  /** In place of a tokenizer that is not known. */
  static final String ESTIMATE = "";

  private final Map<String, Tokenizer> tokenizers = new TreeMap<>();
  private final Map<String, Map<String, Map<String, Integer>>> tokens = new TreeMap<>();
  private final Map<String, Task> tasks = new TreeMap<>();

  /**
   * Estimates only.
   *
   * @param tasks whose samples may be read
   */
  public PromptLengths(List<Task> tasks) {
    tasks.forEach(task -> this.tasks.put(task.name(), task));
  }

  /**
   * Lengths under the tokenizers of a plan's models, as far as they lie in local folders.
   *
   * @param plan whose samples will be read
   */
  public static PromptLengths of(StudyPlan plan) {
    PromptLengths lengths = new PromptLengths(plan.tasks());
    for (Cell cell : plan.cells()) {
      String folder = plan.tokenizer(cell).orElse(ESTIMATE);
      boolean local =
          !folder.equals(ESTIMATE)
              && !new Location(folder).isUri()
              && Files.exists(Location.path(folder).resolve("tokenizer.json"));
      if (local && !lengths.tokenizers.containsKey(folder)) {
        lengths.tokenizers.put(folder, Tokenizer.open(Location.path(folder)));
      }
    }
    return lengths;
  }

  @Override
  public void accept(Sample sample) {
    Task task = tasks.get(sample.task());
    if (task == null) {
      throw new IllegalArgumentException("Unknown task: '" + sample.task() + "'");
    }
    String text = task.template().fill(sample, sample.context());
    add(ESTIMATE, sample.task(), sample.key(), estimate(text));
    tokenizers.forEach(
        (folder, tokenizer) -> {
          int count = tokenizer.encode(text, SpecialTokens.ADDED).size();
          add(folder, sample.task(), sample.key(), count);
        });
  }

  /**
   * Adds one sample by its estimated length.
   *
   * @param task the task's name
   * @param sampleKey the sample's key
   * @param promptTokens of its prompt
   */
  public void add(String task, String sampleKey, int promptTokens) {
    add(ESTIMATE, task, sampleKey, promptTokens);
  }

  private void add(String tokenizer, String task, String sampleKey, int promptTokens) {
    tokens
        .computeIfAbsent(tokenizer, folder -> new TreeMap<>())
        .computeIfAbsent(task, name -> new LinkedHashMap<>())
        .put(sampleKey, promptTokens);
  }

  /** Whether a tokenizer counted the tokens; they are estimated otherwise. */
  public boolean isCounted(String tokenizer) {
    return tokenizers.containsKey(tokenizer);
  }

  /** Prompt tokens of a sample. */
  int tokens(String tokenizer, String task, String sampleKey) {
    return byKey(tokenizer, task).get(sampleKey);
  }

  /** Keys of a task's samples, longest first, equal ones in the order they came. */
  List<String> longestFirst(String tokenizer, String task) {
    Map<String, Integer> lengths = byKey(tokenizer, task);
    List<String> keys = new ArrayList<>(lengths.keySet());
    keys.sort(Comparator.<String>comparingInt(lengths::get).reversed());
    return keys;
  }

  private Map<String, Integer> byKey(String tokenizer, String task) {
    String counted = isCounted(tokenizer) ? tokenizer : ESTIMATE;
    return tokens.getOrDefault(counted, Map.of()).getOrDefault(task, Map.of());
  }

  private static int estimate(String text) {
    return ESTIMATOR.encode(text, SpecialTokens.OMITTED).size();
  }

  /** Closes the tokenizers; the lengths stay. */
  @Override
  public void close() {
    tokenizers.values().forEach(Tokenizer::close);
  }
}
