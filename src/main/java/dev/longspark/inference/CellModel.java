package dev.longspark.inference;

import dev.longspark.data.Sample;
import dev.longspark.data.StopRule;
import dev.longspark.data.Task;
import dev.longspark.engine.Batching;
import dev.longspark.engine.cache.View;
import dev.longspark.engine.generation.Answers;
import dev.longspark.engine.generation.AskedIds;
import dev.longspark.engine.generation.Generation;
import dev.longspark.engine.generation.GenerationLimits;
import dev.longspark.engine.generation.Request;
import dev.longspark.engine.generation.Telling;
import dev.longspark.hash.Digest;
import dev.longspark.measurement.BatchUse;
import dev.longspark.measurement.FollowedAnswer;
import dev.longspark.measurement.Measurement;
import dev.longspark.plan.Cell;
import dev.longspark.prompt.Prompt;
import dev.longspark.prompt.PromptBuilder;
import dev.longspark.prompt.SpecialTokens;
import dev.longspark.prompt.TokenIds;
import dev.longspark.tables.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A loaded model that follows the rules of one cell, held by one unit. */
final class CellModel implements Evaluator.Resident {
  private static final double NANOS_PER_MILLI = 1e6;

  private final LoadedModel model;
  private final Task task;
  private final GenerationLimits limits;
  private final PromptBuilder prompts;
  private final boolean isOfContext; // whether the cache chooses before it sees the question
  private final Batching batching;
  private final InferenceThread thread;
  private final Runnable release;

  CellModel(
      LoadedModel model, Cell cell, CellRules rules, InferenceThread thread, Runnable release) {
    this.model = model;
    task = cell.task();
    batching = cell.technique().batching();
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
    Generation generation =
        model
            .generator()
            .generate(
                prompt.ids().toLongArray(), contextEnd(sample, prompt), limits, Telling.NOTHING);
    return text(prompt, generation, start);
  }

  @Override
  public FollowedAnswer follow(
      Sample sample, List<Integer> answer, Optional<FollowedAnswer> baseline) {
    return samplesInFlight() == 1
        ? thread.call(() -> followNow(sample, answer, baseline))
        : followNow(sample, answer, baseline);
  }

  private FollowedAnswer followNow(
      Sample sample, List<Integer> answer, Optional<FollowedAnswer> baseline) {
    Prompt prompt = prompts.build(task, sample, sample.context());
    String digest = new Digest().text(prompt.ids().toString()).hex();
    if (baseline.filter(other -> !other.prompt().equals(digest)).isPresent()) {
      throw new OtherPromptException();
    }
    Request request = new Request(prompt.ids().toLongArray(), contextEnd(sample, prompt), limits);
    AskedIds asked =
        baseline
            .map(other -> AskedIds.as(other.distributions()))
            .orElseGet(
                () ->
                    AskedIds.best(FollowedAnswer.outcomes(model.generator().shape().vocabulary())));
    int[] ids = answer.stream().mapToInt(Integer::intValue).toArray();
    return new FollowedAnswer(digest, answer, model.generator().follow(request, ids, asked));
  }

  private int contextEnd(Sample sample, Prompt prompt) {
    return isOfContext ? prompts.contextEnd(task, sample, prompt) : prompt.ids().size();
  }

  @Override
  public void generateTogether(List<Asked> asked, Answered answered) {
    thread.call(
        () -> {
          answerTogether(asked, answered);
          return asked;
        });
  }

  /** Prompts are made before the first of them is read, so that none waits for another's. */
  private void answerTogether(List<Asked> asked, Answered answered) {
    List<Integer> places = new ArrayList<>();
    List<Made> made = new ArrayList<>();
    List<Request> requests = new ArrayList<>();
    for (int i = 0; i < asked.size(); i++) {
      try {
        long start = System.nanoTime();
        Sample sample = asked.get(i).sample();
        Prompt prompt = prompts.build(task, sample, asked.get(i).context());
        requests.add(new Request(prompt.ids().toLongArray(), contextEnd(sample, prompt), limits));
        made.add(new Made(prompt, System.nanoTime() - start));
        places.add(i);
      } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
        answered.failed(i, e);
      }
    }
    model
        .generator()
        .generateTogether(
            requests,
            batching,
            new Answers() {
              @Override
              public void begins(int request) {
                answered.begins(places.get(request));
              }

              @Override
              public void answered(int request, Generation generation, BatchUse use) {
                Made prompt = made.get(request);
                long whole = (long) (generation.timings().endToEndMs() * NANOS_PER_MILLI);
                long start = System.nanoTime() - prompt.nanos() - whole;
                answered.answered(
                    places.get(request), text(prompt.prompt(), generation, start, use));
              }

              @Override
              public void failed(int request, Throwable cause) {
                answered.failed(places.get(request), cause);
              }
            });
  }

  /** A prompt and the time that making it took. */
  private record Made(Prompt prompt, long nanos) {}

  private Outcome.Text text(
      Prompt prompt, Generation generation, long start, Measurement... others) {
    TokenIds ids = TokenIds.of(generation.ids().stream().mapToLong(Integer::longValue).toArray());
    String text = model.tokenizer().decode(ids, SpecialTokens.OMITTED);
    List<Measurement> measurements = new ArrayList<>(generation.measurements());
    measurements.addAll(List.of(others));
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
