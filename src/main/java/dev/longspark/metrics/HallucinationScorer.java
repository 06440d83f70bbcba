package dev.longspark.metrics;

import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The share of what an answer speaks of that its context does not.
 *
 * <p><em>Formula:</em> |E_h| / |E|. E are the different words, entities and noun chunks of the
 * answer, in lower case; those in E_h are less than 0.8 similar to every such element of the
 * context, similarity being 1 - Levenshtein distance / longer length. <em>Source:</em> Ahmed et
 * al., Systematic Evaluation of Optimization Techniques for Long-Context Language Models (2025),
 * section 3.4. <em>Deviations:</em> the paper names neither extractor nor normalization and its
 * code is not public, so both are ours: universal parts of speech by OpenNLP in place of a parser,
 * lower case, words without letter or number left out.
 *
 * <p>English only. Loaded once per process; safe for threads.
 */
public final class HallucinationScorer {
  private final EnglishTagger tagger;

  private HallucinationScorer(EnglishTagger tagger) {
    this.tagger = tagger;
  }

  /** Reads the language models from the class path. */
  public static HallucinationScorer load() {
    return new HallucinationScorer(EnglishTagger.load());
  }

  /** The elements of a context: the costly part, to be done once for all answers to it. */
  public ContextElements analyse(String context) {
    return ContextElements.of(TextElements.of(tagger.sentences(context)));
  }

  /**
   * From 0 (nothing is made up) to 1; empty if the answer speaks of nothing.
   *
   * @param answer the prediction as other metrics see it
   * @param context the sample's whole context, uncompressed, not the prompt
   */
  public OptionalDouble score(String answer, ContextElements context) {
    return score(TextElements.of(tagger.sentences(answer)), context);
  }

  static OptionalDouble score(Set<String> elements, ContextElements context) {
    return elements.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of((double) hallucinated(elements, context).size() / elements.size());
  }

  static Set<String> hallucinated(Set<String> elements, ContextElements context) {
    return elements.stream()
        .filter(element -> !context.holdsSimilar(element))
        .collect(Collectors.toSet());
  }
}
