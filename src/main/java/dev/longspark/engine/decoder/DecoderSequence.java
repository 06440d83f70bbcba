package dev.longspark.engine.decoder;

import dev.longspark.engine.ModelShape;
import dev.longspark.engine.cache.CachePolicy;
import dev.longspark.engine.cache.KvCache;
import dev.longspark.engine.cache.TokenPass;
import dev.longspark.engine.torchscript.ScriptProgram;
import dev.longspark.engine.torchscript.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** One sample in a decoder: a prompt, then token after token, over caches that close with it. */
public final class DecoderSequence implements AutoCloseable {
  private final ModelShape shape;
  private final List<Stage> stages;
  private final List<KvCache> caches;
  private final List<Optional<TokenPass>> tokenPasses; // one per stage
  private final long[] prompt; // of the first pass; empty where it may be any
  private final int moved; // where the next token stands after the first pass; -1: behind it
  private final int capacity;
  private int position;

  private DecoderSequence(
      ModelShape shape,
      List<Stage> stages,
      List<KvCache> caches,
      List<Optional<TokenPass>> tokenPasses,
      long[] prompt,
      int moved,
      int capacity) {
    this.shape = shape;
    this.stages = stages;
    this.caches = List.copyOf(caches);
    this.tokenPasses = List.copyOf(tokenPasses);
    this.prompt = prompt;
    this.moved = moved;
    this.capacity = capacity;
  }

  static DecoderSequence begin(
      ModelShape shape, List<Stage> stages, CachePolicy policy, long[] prompt, int capacity) {
    List<Integer> kept = kept(shape, policy, prompt.length, capacity);
    int first = 0;
    List<KvCache> caches = new ArrayList<>();
    List<Optional<TokenPass>> passes = new ArrayList<>();
    try {
      for (Stage stage : stages) {
        List<Integer> ofStage =
            kept.isEmpty() ? kept : kept.subList(first, first + stage.attentions());
        int firstOfStage = first;
        KvCache cache =
            stage.inTurn(
                () -> {
                  stage.turnFor(capacity);
                  return KvCache.open(
                      stage.program(), policy, ofStage, prompt, firstOfStage, capacity);
                });
        first += stage.attentions();
        caches.add(cache);
        passes.add(
            stage
                .inTurn(() -> stage.tokenKernels(policy))
                .map(kernels -> new TokenPass(cache, kernels)));
      }
      return new DecoderSequence(
          shape,
          stages,
          caches,
          passes,
          kept.isEmpty() ? new long[0] : prompt.clone(),
          policy.isRerotated() && !kept.isEmpty() ? kept.get(0) : -1,
          capacity);
    } catch (RuntimeException e) {
      close(stages, caches);
      throw e;
    }
  }

  /** For each attention; one whose window is shorter than the sample drops nothing by a policy. */
  private static List<Integer> kept(
      ModelShape shape, CachePolicy policy, int prompt, int capacity) {
    List<Integer> dropping = policy.kept(shape.seeing(capacity).size(), prompt);
    if (dropping.isEmpty()) {
      return dropping;
    }
    Iterator<Integer> counts = dropping.iterator();
    return shape.attentions().stream()
        .map(each -> each.scoring().slides(capacity) ? Integer.valueOf(prompt) : counts.next())
        .toList();
  }

  /**
   * Reads tokens, the prompt as a rule, and gives the most likely next id.
   *
   * @throws IllegalArgumentException if there is none, an id is not in the vocabulary, or the
   *     capacity is exceeded
   */
  public int prefill(long... ids) {
    require(ids);
    if (position == 0 && prompt.length > 0 && !Arrays.equals(ids, prompt)) {
      throw new IllegalArgumentException(
          "Invalid first pass: %d tokens (must be the %d announced)"
              .formatted(ids.length, prompt.length));
    }
    int next;
    try (Tensor tensor = Tensor.ofLongs(ids, ids.length)) {
      // A kernel of ours may take one token, after others: its cache is packed by then.
      boolean single = ids.length == 1 && position > 0;
      boolean whole = stages.size() == 1 && !(single && tokenPasses.get(0).isPresent());
      if (whole) {
        tokenPasses.get(0).ifPresent(TokenPass::forgetMemory);
      }
      next = whole ? call(0, "prefill", tensor) : passOn(tensor, single);
    }
    if (position == 0 && moved >= 0) {
      each(stages, caches, cache -> cache.moveTo(moved));
    }
    position += ids.length;
    return next;
  }

  /** Reads one token and gives the most likely next id: {@code prefill} with less overhead. */
  public int step(int id) {
    if (position == 0 || stages.size() > 1 || tokenPasses.get(0).isPresent()) {
      return prefill(id);
    }
    require(id);
    int next = call(0, "step", id);
    position++;
    return next;
  }

  /** The k most likely next tokens, best first. */
  public List<TokenLogit> best(int k) {
    return logits().best(k);
  }

  /** The most likely next id that is none of some. */
  public int bestExcept(Set<Integer> ids) {
    return logits().bestExcept(ids);
  }

  /** What the model thinks of the next token. */
  public Logits logits() {
    int last = stages.size() - 1;
    return new Logits(stages.get(last), number(last), shape.vocabulary());
  }

  /** The tokens read so far. */
  public int position() {
    return position;
  }

  /**
   * Where the prompt's tokens stood that each attention kept, in layer order: for each key-value
   * head, ascending. Empty lists where every token stays.
   */
  public List<List<List<Integer>>> kept() {
    List<List<List<Integer>>> kept = new ArrayList<>();
    for (int i = 0; i < caches.size(); i++) {
      for (int attention = 0; attention < stages.get(i).attentions(); attention++) {
        KvCache cache = caches.get(i);
        int index = attention;
        kept.add(stages.get(i).inTurn(() -> cache.kept(index)));
      }
    }
    return kept;
  }

  /**
   * How many tokens of the prompt each attention kept, in layer order: the mean over its key-value
   * heads. Empty where every token stays.
   */
  public List<Integer> keptCounts() {
    List<Integer> counts = new ArrayList<>();
    each(stages, caches, cache -> counts.addAll(cache.keptCounts()));
    return counts;
  }

  /** The bytes of keys and values, counted from the tensors. */
  public long cacheBytes() {
    long bytes = 0;
    for (int i = 0; i < caches.size(); i++) {
      bytes += stages.get(i).inTurn(caches.get(i)::bytes);
    }
    return bytes;
  }

  @Override
  public void close() {
    close(stages, caches);
  }

  private static void close(List<Stage> stages, List<KvCache> caches) {
    each(stages, caches, KvCache::close);
  }

  private static void each(List<Stage> stages, List<KvCache> caches, Consumer<KvCache> action) {
    for (int i = 0; i < caches.size(); i++) {
      KvCache cache = caches.get(i);
      stages
          .get(i)
          .inTurn(
              () -> {
                action.accept(cache);
                return cache;
              });
    }
  }

  /** Hidden states from stage to stage; each program moves them to its own device. */
  private int passOn(Tensor ids, boolean single) {
    Tensor hidden = stages.get(0).inTurn(() -> program(0).callTensor("embed", ids));
    for (int i = 0; i < stages.size(); i++) {
      try (Tensor before = hidden) {
        hidden = single && tokenPasses.get(i).isPresent() ? token(i, before) : layers(i, before);
      }
    }
    int end = stages.size() - 1;
    try (Tensor last = hidden) {
      return stages.get(end).inTurn(() -> call(end, "next", last));
    }
  }

  private Tensor token(int i, Tensor hidden) {
    return stages.get(i).inTurn(() -> tokenPasses.get(i).orElseThrow().run(hidden));
  }

  private Tensor layers(int i, Tensor hidden) {
    Stage stage = stages.get(i);
    tokenPasses.get(i).ifPresent(TokenPass::forgetMemory);
    return stage.inTurn(
        () ->
            stage
                .program()
                .callTensor("layers", caches.get(i).sequence(), hidden, 0, stage.layers()));
  }

  /** The number by which a stage's program knows this sequence. */
  long number(int stage) {
    return caches.get(stage).sequence();
  }

  /** Before a token together with others and without kernels of ours; passed() follows it. */
  void requireNext(int id) {
    if (position == 0) {
      throw new IllegalArgumentException("Cannot step together with others before the prompt");
    }
    require(id);
    tokenPasses.forEach(each -> each.ifPresent(TokenPass::forgetMemory));
  }

  void passed() {
    position++;
  }

  private int call(int stage, String method, Object argument) {
    return Math.toIntExact(program(stage).callLong(method, caches.get(stage).sequence(), argument));
  }

  private ScriptProgram program(int stage) {
    return stages.get(stage).program();
  }

  private void require(long... ids) {
    for (long id : ids) {
      if (id < 0 || id >= shape.vocabulary()) {
        throw new IllegalArgumentException(
            "Invalid token id: " + id + " (must be from 0 to " + (shape.vocabulary() - 1) + ")");
      }
    }
    if (ids.length == 0 || position + ids.length > capacity) {
      throw new IllegalArgumentException(
          "Invalid token count: %d after %d (must be > 0 and within the capacity of %d)"
              .formatted(ids.length, position, capacity));
    }
  }
}
