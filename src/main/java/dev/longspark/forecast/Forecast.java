package dev.longspark.forecast;

import dev.longspark.config.ConfigException;
import dev.longspark.config.Study;
import dev.longspark.engine.family.DecoderModel;
import dev.longspark.plan.Cell;
import dev.longspark.plan.StudyPlan;
import dev.longspark.plan.Technique;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a plan's cells will need: tokens, bytes on each device, seconds. Nothing is run and no
 * device is asked.
 */
public final class Forecast {
  /** A chat template's, at most. */
  private static final int UNCOUNTED_TOKENS = 64;

  private final StudyPlan plan;
  private final PromptLengths lengths;
  private final Map<String, MemoryModel> memory = new HashMap<>();
  private final Map<String, CostModel> cost = new HashMap<>();

  /**
   * A forecast for samples of these lengths.
   *
   * @param plan whose cells are forecast
   * @param lengths of its samples
   */
  public Forecast(StudyPlan plan, PromptLengths lengths) {
    this.plan = plan;
    this.lengths = lengths;
  }

  /** All cells in the plan's order; a task without samples gives none. */
  public List<CellForecast> cells() {
    List<CellForecast> cells = new ArrayList<>();
    for (Cell cell : plan.cells()) {
      if (!keys(cell).isEmpty()) {
        cells.add(cell(cell));
      }
    }
    return cells;
  }

  /** Keys of a cell's samples, longest prompt first. */
  List<String> keys(Cell cell) {
    return lengths.longestFirst(tokenizer(cell), cell.task().name());
  }

  private CellForecast cell(Cell cell) {
    List<Integer> prompts = keys(cell).stream().map(key -> promptTokens(cell, key)).toList();
    List<Integer> ascending = prompts.stream().sorted().toList();
    return new CellForecast(
        cell, ascending, plan.decoder(cell).map(decoder -> needs(cell, decoder, prompts)));
  }

  private CellNeeds needs(Cell cell, DecoderModel decoder, List<Integer> prompts) {
    int longest = Collections.max(prompts);
    Study.Resources resources = plan.study().resources();
    MemoryModel model = memory(cell, decoder, resources.devicesPerReplica());
    int newTokens = plan.newTokens(cell);
    double seconds =
        prompts.stream()
            .mapToDouble(prompt -> cost(cell, decoder).seconds(prompt, newTokens))
            .sum();
    return new CellNeeds(
        model.at(longest, newTokens),
        prompts.stream()
            .mapToLong(prompt -> model.allDevices(prompt, newTokens))
            .average()
            .orElse(0),
        resources.memoryBytes() == 0
            ? Integer.MAX_VALUE
            : model.longestPrompt(resources.memoryBytes(), newTokens),
        decoder.shape().maxPositions(),
        seconds);
  }

  private String tokenizer(Cell cell) {
    return plan.tokenizer(cell).orElse(PromptLengths.ESTIMATE);
  }

  /**
   * Tokens that the model reads: after compression, then cut to the longest prompt, if that is
   * known.
   */
  int promptTokens(Cell cell, String sampleKey) {
    int whole = lengths.tokens(tokenizer(cell), cell.task().name(), sampleKey);
    long kept = Math.round(whole * cell.technique().compression().keepRate());
    return Math.max(
        1, Math.toIntExact(Math.min(kept, plan.maxPromptTokens(cell).orElse(Integer.MAX_VALUE))));
  }

  /** Predicted time of one sample on one replica; empty where the model's shape is not known. */
  Optional<Double> seconds(Cell cell, String sampleKey) {
    return plan.decoder(cell)
        .map(
            decoder ->
                cost(cell, decoder).seconds(promptTokens(cell, sampleKey), plan.newTokens(cell)));
  }

  /** What each device of a replica holds, a line for each weight set; none if it has one device. */
  public List<String> placements() {
    int devices = plan.study().resources().devicesPerReplica();
    return devices == 1
        ? List.of()
        : plan.cells().stream()
            .flatMap(cell -> plan.decoder(cell).map(decoder -> placement(cell, decoder)).stream())
            .distinct()
            .toList();
  }

  private String placement(Cell cell, DecoderModel decoder) {
    int devices = plan.study().resources().devicesPerReplica();
    return plan.answering(cell).label() + ": " + memory(cell, decoder, devices).placement();
  }

  /**
   * The smallest number of devices per replica that holds a cell's longest prompt, 0 if none does.
   */
  public int devicesNeeded(CellForecast forecast) {
    DecoderModel decoder = plan.decoder(forecast.cell()).orElseThrow(); // else it would fit
    int layers = decoder.shape().layers().size();
    long budget = plan.study().resources().memoryBytes();
    for (int devices = 1; devices <= layers; devices++) {
      int newTokens = plan.newTokens(forecast.cell());
      MemoryModel model = memory(forecast.cell(), decoder, devices);
      if (model.fullest(forecast.longestPrompt(), newTokens).total() <= budget) {
        return devices;
      }
    }
    return 0;
  }

  /**
   * The most samples with a cell's longest prompt that its model holds together, 0 if not one;
   * empty where the memory or the shape is not known.
   */
  public Optional<Integer> largestBatch(CellForecast forecast) {
    Cell cell = forecast.cell();
    Study.Resources resources = plan.study().resources();
    return plan.decoder(cell)
        .filter(decoder -> resources.memoryBytes() > 0)
        .map(
            decoder ->
                memory(cell, decoder, resources.devicesPerReplica())
                    .largestBatch(
                        resources.memoryBytes(), forecast.longestPrompt(), plan.newTokens(cell)));
  }

  /** Techniques of the study that hold the longest prompt of a cell's model and task. */
  public List<String> techniquesThatFit(CellForecast forecast, List<CellForecast> all) {
    return all.stream()
        .filter(other -> other.cell().model().equals(forecast.cell().model()))
        .filter(other -> other.cell().task().equals(forecast.cell().task()))
        .filter(other -> other.cell().protocol().equals(forecast.cell().protocol()))
        .filter(CellForecast::fits)
        .sorted(
            Comparator.comparingLong(other -> -other.needs().orElseThrow().fullestDevice().total()))
        .map(other -> other.cell().technique().name())
        .toList();
  }

  /**
   * Refuses a study with prompts that will not fit, unless it says that it wants to run them.
   *
   * @throws ConfigException naming the cells
   */
  public void requireFit() {
    Study study = plan.study();
    List<CellForecast> tooLarge = cells().stream().filter(cell -> !cell.fits()).toList();
    if (!tooLarge.isEmpty() && study.resources().overBudget() == Study.OverBudget.REFUSE) {
      throw new ConfigException(
          "Cannot fit %d cells into resources.memory, such as %s: the longest prompt has %d tokens, %d fit (see plan; resources.over-budget: run tries all the same) [%s]"
              .formatted(
                  tooLarge.size(),
                  tooLarge.get(0).cell().label(),
                  tooLarge.get(0).longestPrompt(),
                  tooLarge.get(0).longestFittingPrompt(),
                  study.file()));
    }
  }

  /**
   * Refuses a study with prompts of which a cache that drops tokens could not keep what it has to.
   *
   * @throws ConfigException naming a cell and its shortest or longest prompt
   */
  public void requireChoice() {
    for (Cell cell : plan.cells()) {
      List<String> keys = keys(cell);
      if (!keys.isEmpty() && lengths.isCounted(tokenizer(cell))) {
        requireChoice(cell, "shortest", promptTokens(cell, keys.get(keys.size() - 1)));
        requireChoice(cell, "longest", promptTokens(cell, keys.get(0)));
      }
    }
  }

  private void requireChoice(Cell cell, String which, int prompt) {
    plan.shape(cell)
        .map(shape -> shape.seeing(prompt + plan.newTokens(cell) - 1).size())
        .flatMap(
            attentions -> cell.technique().cache().obstacle(attentions, prompt + UNCOUNTED_TOKENS))
        .ifPresent(
            reason -> {
              throw new ConfigException(
                  "Cannot run %s: its %s prompt has about %d tokens. %s [%s]"
                      .formatted(cell.label(), which, prompt, reason, plan.study().file()));
            });
  }

  private MemoryModel memory(Cell cell, DecoderModel decoder, int devices) {
    Technique technique = cell.technique();
    int chunk = plan.study().generation().prefillChunk();
    Study.Pipeline pipeline = plan.study().resources().pipeline();
    return memory.computeIfAbsent(
        cell.model() + "\n" + technique.name() + "\n" + devices,
        key ->
            new MemoryModel(
                decoder,
                technique,
                plan.weights(cell).orElseThrow().format(),
                chunk,
                devices,
                pipeline));
  }

  private CostModel cost(Cell cell, DecoderModel decoder) {
    return cost.computeIfAbsent(
        cell.model() + "\n" + cell.technique().name(),
        key ->
            new CostModel(
                decoder,
                cell.technique(),
                plan.weights(cell).orElseThrow().format(),
                plan.study().resources()));
  }
}
