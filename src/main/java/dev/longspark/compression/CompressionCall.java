package dev.longspark.compression;

import dev.longspark.compression.CompressionSettings.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** One call of the algorithm: its force tokens, its chunks, its counts. */
final class CompressionCall {
  /** What the reference lists as words where it drops none: word runs and some signs. */
  private static final Pattern LISTED_WORD =
      Pattern.compile(
          "\\b\\w+\\b|[<>=/!@#$%^&*()?\":{}|\\\\`~;_+-]", Pattern.UNICODE_CHARACTER_CLASS);

  private final ClassifierTokenizer tokenizer;
  private final ChunkScorer scorer;
  private final TokenFamily family;
  private final TokenCounter counter;
  private final CompressionSettings settings;
  private final ForceTokens force;
  private final ChunkCutter cutter;

  /** A context's outcome: its words and, unless the context filter dropped it, what is left. */
  private record Shortened(String text, List<ScoredWord> words, boolean kept) {}

  CompressionCall(
      ClassifierTokenizer tokenizer,
      ChunkScorer scorer,
      TokenFamily family,
      TokenCounter counter,
      CompressionSettings settings) {
    this.tokenizer = tokenizer;
    this.scorer = scorer;
    this.family = family;
    this.counter = counter;
    this.settings = settings;
    this.force = new ForceTokens(settings.forceTokens(), token -> tokenizer.pieces(token).size());
    this.cutter = new ChunkCutter(force.chunkEnds(settings.chunkEndTokens()));
  }

  Compressed run(List<String> contexts) {
    long start = System.nanoTime();
    int originTokens = count(contexts);
    List<List<String>> texts = contexts.stream().map(this::chunkTexts).toList();
    boolean filters = settings.does(Step.CONTEXT_FILTER) && contexts.size() > 1;
    return filters ? filtered(texts, originTokens, start) : unfiltered(texts, originTokens, start);
  }

  private Compressed unfiltered(List<List<String>> texts, int originTokens, long start) {
    double rate = rate(originTokens);
    WordFilter filter = wordFilter(rate);
    List<Shortened> shortened =
        dropsWords(rate)
            ? words(texts).stream().map(chunks -> shorten(chunks, filter)).toList()
            : texts.stream().map(this::whole).toList();
    return compressed(shortened, originTokens, rate, start);
  }

  private Compressed filtered(List<List<String>> texts, int originTokens, long start) {
    List<List<List<Word>>> words = words(texts);
    Set<Integer> kept =
        new ContextFilter(settings)
            .kept(words.stream().map(CompressionCall::joined).toList(), originTokens);
    double rate = rateAfterContextFilter(kept.stream().map(texts::get).toList());
    WordFilter filter = wordFilter(rate);
    List<Shortened> shortened = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      if (!kept.contains(i)) {
        shortened.add(dropped(joined(words.get(i))));
      } else if (dropsWords(rate)) {
        shortened.add(shorten(words.get(i), filter));
      } else {
        shortened.add(whole(texts.get(i)));
      }
    }
    return compressed(shortened, originTokens, rate, start);
  }

  /** The chunks of a context as text, markers in place of what they mark. */
  List<String> chunkTexts(String context) {
    return cutter.cut(tokenizer.pieces(force.mark(context))).stream().map(family::text).toList();
  }

  private int count(List<String> texts) {
    return texts.stream().mapToInt(counter::count).sum();
  }

  private boolean dropsWords(double rate) {
    return settings.does(Step.TOKEN_FILTER) && rate < 1;
  }

  private double rate(int originTokens) {
    if (settings.targetTokens() <= 0) {
      return settings.rate();
    }
    if (originTokens == 0) {
      throw new IllegalArgumentException(
          "Invalid target tokens: " + settings.targetTokens() + " (the context has no tokens)");
    }
    return Math.min((double) settings.targetTokens() / originTokens, 1);
  }

  private double rateAfterContextFilter(List<List<String>> texts) {
    if (settings.targetTokens() < 0) {
      return settings.rate();
    }
    if (settings.targetTokens() == 0) {
      throw new IllegalArgumentException(
          "Invalid target tokens: 0 (must be > 0 with the context filter)");
    }
    int tokens = texts.stream().mapToInt(this::count).sum();
    return Math.min((double) settings.targetTokens() / tokens, 1);
  }

  /** The merged words of every chunk of every context. */
  private List<List<List<Word>>> words(List<List<String>> texts) {
    List<Chunk> chunks = tokenizer.chunks(joined(texts));
    Iterator<double[]> probabilities = scorer.keepProbabilities(chunks).iterator();
    Iterator<Chunk> next = chunks.iterator();
    WordMerger merger = new WordMerger(family, force, settings);
    List<List<List<Word>>> words = new ArrayList<>();
    for (List<String> context : texts) {
      words.add(
          context.stream()
              .map(text -> merger.merge(next.next().tokens(), probabilities.next()))
              .toList());
    }
    return words;
  }

  private WordFilter wordFilter(double rate) {
    Map<String, Integer> counts = new HashMap<>();
    TokenCounter remembering = word -> counts.computeIfAbsent(word, counter::count);
    return new WordFilter(force, settings, rate, remembering);
  }

  private Shortened shorten(List<List<Word>> chunks, WordFilter filter) {
    StringBuilder text = new StringBuilder();
    List<ScoredWord> words = new ArrayList<>();
    for (List<Word> chunk : chunks) {
      List<ScoredWord> scored = filter.decide(chunk);
      text.append(
          family.text(scored.stream().filter(ScoredWord::kept).map(ScoredWord::text).toList()));
      for (ScoredWord word : scored) {
        words.add(new ScoredWord(family.display(word.text()), word.probability(), word.kept()));
      }
    }
    return new Shortened(text.toString(), words, true);
  }

  private Shortened dropped(List<Word> words) {
    List<ScoredWord> scored =
        words.stream()
            .map(word -> new ScoredWord(family.display(word.text()), word.unforced(), false))
            .toList();
    return new Shortened("", scored, false);
  }

  /** A context with no word dropped: its decoded tokens, not the original text. */
  private Shortened whole(List<String> chunkTexts) {
    List<String> restored = chunkTexts.stream().map(force::restore).toList();
    List<ScoredWord> words =
        restored.stream()
            .flatMap(chunk -> LISTED_WORD.matcher(chunk).results())
            .map(match -> new ScoredWord(match.group(), 1, true))
            .toList();
    return new Shortened(String.join("", restored), words, true);
  }

  private Compressed compressed(
      List<Shortened> shortened, int originTokens, double rate, long startNanos) {
    List<String> contexts =
        shortened.stream().filter(Shortened::kept).map(Shortened::text).toList();
    List<ScoredWord> words = shortened.stream().flatMap(s -> s.words().stream()).toList();
    int keptTokens = count(contexts);
    double millis = (System.nanoTime() - startNanos) / 1e6;
    return new Compressed(contexts, words, originTokens, keptTokens, rate, millis);
  }

  private static <T> List<T> joined(List<List<T>> lists) {
    return lists.stream().flatMap(List::stream).toList();
  }
}
