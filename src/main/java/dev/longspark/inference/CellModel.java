package dev.longspark.inference;

import dev.longspark.data.Sample;
import dev.longspark.data.StopRule;
import dev.longspark.data.Task;
import dev.longspark.engine.cache.View;
import dev.longspark.engine.generation.Generation;
import dev.longspark.engine.generation.GenerationLimits;
import dev.longspark.engine.generation.Telling;
import dev.longspark.measurement.Measurement;
import dev.longspark.plan.Cell;
import dev.longspark.prompt.Prompt;
import dev.longspark.prompt.PromptBuilder;
import dev.longspark.prompt.SpecialTokens;
import dev.longspark.prompt.TokenIds;
import dev.longspark.tables.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A loaded model that follows the rules of one cell, held by one unit. */
final class CellModel implements Evaluator.Resident {
  private static final double NANOS_PER_MILLI = 1e6;

  private final LoadedModel model;
  private final Task task;
  private final GenerationLimits limits;
  private final PromptBuilder prompts;
  private final boolean isOfContext; // whether the cache chooses before it sees the question
  private final InferenceThread thread;
  private final Runnable release;

  CellModel(
      LoadedModel model, Cell cell, CellRules rules, InferenceThread thread, Runnable release) {
    this.model = model;
    task = cell.task();
    isOfContext = cell.technique().cache().view() == View.CONTEXT;
    this.thread = thread;
    this.release = release;
    limits =
        new GenerationLimits(rules.minNewTokens(), rules.maxNewTokens(), extraEndIds(model, cell));
    prompts =
        new PromptBuilder(
            model.tokenizer(), model.chatTemplate(), rules.protocol(), rules.maxPositions());
  }

  /** LongBench ends a generation at the last token of a lone line break. */
  private static Set<Integer> extraEndIds(LoadedModel model, Cell cell) {
    if (cell.protocol().stopRule(cell.task()) == StopRule.END_TOKEN) {
      return Set.of();
    }
    TokenIds newline = model.tokenizer().encode("\n", SpecialTokens.OMITTED);
    return Set.of(newline.at(newline.size() - 1));
  }

  @Override
  public String device() {
    return model.place();
  }

  @Override
  public Outcome.Text generate(Sample sample, String context) {
    // A filled pipeline needs more threads than one; the caller has them.
    return samplesInFlight() == 1
        ? thread.call(() -> answer(sample, context))
        : answer(sample, context);
  }

  @Override
  public int samplesInFlight() {
    return model.generator().samplesInFlight();
  }

  private Outcome.Text answer(Sample sample, String context) {
    long start = System.nanoTime();
    Prompt prompt = prompts.build(task, sample, context);
    int contextEnd = isOfContext ? prompts.contextEnd(task, sample, prompt) : prompt.ids().size();
    Generation generation =
        model.generator().generate(prompt.ids().toLongArray(), contextEnd, limits, Telling.NOTHING);
    TokenIds ids = TokenIds.of(generation.ids().stream().mapToLong(Integer::longValue).toArray());
    String text = model.tokenizer().decode(ids, SpecialTokens.OMITTED);
    List<Measurement> measurements = new ArrayList<>(generation.measurements());
    measurements.add(use(prompt));
    measurements.add(new Measurement.EndToEnd((System.nanoTime() - start) / NANOS_PER_MILLI));
    return new Outcome.Text(text, generation.finishReason().name(), measurements);
  }

  private static Measurement.PromptUse use(Prompt prompt) {
    return new Measurement.PromptUse(
        prompt.contextTokensIn(),
        prompt.contextTokensKept(),
        prompt.truncatedTokens(),
        prompt.beginTokens(),
        prompt.style(),
        prompt.chatTemplateMissing());
  }

  @Override
  public void close() {
    release.run();
  }
}
