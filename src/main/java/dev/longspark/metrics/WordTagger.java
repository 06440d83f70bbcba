package dev.longspark.metrics;

import opennlp.tools.ml.model.MaxentModel;
import opennlp.tools.postag.POSContextGenerator;
import opennlp.tools.postag.POSModel;

/**
 * The tags of OpenNLP's {@code POSTaggerME}, each the best after those before it. That one follows
 * the three best sequences of tags, but its features are cached by position: at each word all three
 * see the tags of the best, so none can overtake it. Not for several threads.
 */
final class WordTagger {
  private final MaxentModel model;
  private final POSContextGenerator features;

  WordTagger(POSModel tags) {
    model = tags.getArtifact("pos.model");
    features = tags.getFactory().getPOSContextGenerator(0);
  }

  /** The tags of a sentence's words. */
  String[] tags(String[] words) {
    String[] tags = new String[words.length];
    for (int i = 0; i < words.length; i++) {
      tags[i] = model.getBestOutcome(model.eval(features.getContext(i, words, tags, null)));
    }
    return tags;
  }
}
