package dev.longspark.inference;

import dev.longspark.data.Sample;
import dev.longspark.data.StopRule;
import dev.longspark.engine.generation.Generation;
import dev.longspark.engine.generation.GenerationLimits;
import dev.longspark.engine.generation.Timings;
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
  private final GenerationLimits limits;
  private final PromptBuilder prompts;
  private final InferenceThread thread;
  private final Runnable release;

  CellModel(
      LoadedModel model, Cell cell, CellRules rules, InferenceThread thread, Runnable release) {
    this.model = model;
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
  public Outcome.Generated generate(Sample sample, String context) {
    // A filled pipeline needs more threads than one; the caller has them.
    return samplesInFlight() == 1
        ? thread.call(() -> answer(sample, context))
        : answer(sample, context);
  }

  @Override
  public int samplesInFlight() {
    return model.generator().samplesInFlight();
  }

  private Outcome.Generated answer(Sample sample, String context) {
    long start = System.nanoTime();
    Prompt prompt = prompts.build(sample, context);
    Generation generation = model.generator().generate(prompt.ids().toLongArray(), limits);
    TokenIds ids = TokenIds.of(generation.ids().stream().mapToLong(Integer::longValue).toArray());
    String text = model.tokenizer().decode(ids, SpecialTokens.OMITTED);
    double endToEnd = (System.nanoTime() - start) / NANOS_PER_MILLI;
    return new Outcome.Generated(
        text,
        new Outcome.PromptUse(
            generation.promptTokens(),
            prompt.contextTokensIn(),
            prompt.contextTokensKept(),
            prompt.truncatedTokens(),
            prompt.beginTokens(),
            prompt.style(),
            prompt.chatTemplateMissing()),
        ids.size(),
        generation.finishReason().name(),
        times(generation.timings(), endToEnd),
        new Outcome.Bytes(
            generation.memory().weightBytes(),
            generation.memory().cacheBytes(),
            generation.memory().peak().bytes(),
            generation.memory().peak().source().name()),
        generation.energyJoules());
  }

  private static Outcome.Times times(Timings timings, double endToEnd) {
    List<Double> tokens = new ArrayList<>();
    tokens.add(timings.timeToFirstTokenMs());
    tokens.addAll(timings.tokenMs());
    return new Outcome.Times(
        0, timings.prefillMs(), timings.timeToFirstTokenMs(), timings.decodeMs(), endToEnd, tokens);
  }

  @Override
  public void close() {
    release.run();
  }
}
