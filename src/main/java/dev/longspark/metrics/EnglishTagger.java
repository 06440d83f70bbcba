package dev.longspark.metrics;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import opennlp.tools.postag.POSModel;
import opennlp.tools.sentdetect.SentenceDetectorME;
import opennlp.tools.sentdetect.SentenceModel;
import opennlp.tools.tokenize.TokenizerModel;

/**
 * English text into sentences of tagged words, by Apache OpenNLP 2.5.4 and its models 1.3 trained
 * on Universal Dependencies' English Web Treebank. Safe for threads: they share the models, but
 * each takes tools of its own, because tools keep state.
 */
final class EnglishTagger {
  private final SentenceModel sentences;
  private final TokenizerModel words;
  private final POSModel tags;

  /** Tools that no thread works with: making them takes as long as tagging a short answer. */
  private final Queue<Tools> idle = new ConcurrentLinkedQueue<>();

  private EnglishTagger(SentenceModel sentences, TokenizerModel words, POSModel tags) {
    this.sentences = sentences;
    this.words = words;
    this.tags = tags;
  }

  private record Tools(SentenceDetectorME detector, WordTokenizer tokenizer, WordTagger tagger) {}

  /** Reads one of OpenNLP's models. */
  private interface ModelReader<T> {
    T read(InputStream in) throws IOException;
  }

  static EnglishTagger load() {
    return new EnglishTagger(
        model("/opennlp-en-ud-ewt-sentence-1.3-2.5.4.bin", SentenceModel::new),
        model("/opennlp-en-ud-ewt-tokens-1.3-2.5.4.bin", TokenizerModel::new),
        model("/opennlp-en-ud-ewt-pos-1.3-2.5.4.bin", POSModel::new));
  }

  private static <T> T model(String resource, ModelReader<T> reader) {
    try (InputStream in = EnglishTagger.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("Missing OpenNLP model: resource " + resource);
      }
      return reader.read(in);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read OpenNLP model: resource " + resource, e);
    }
  }

  /** The sentences of a text; a line feed always ends one. */
  List<List<TaggedWord>> sentences(String text) {
    Tools taken = idle.poll();
    Tools tools =
        taken != null
            ? taken
            : new Tools(
                new SentenceDetectorME(sentences), new WordTokenizer(words), new WordTagger(tags));
    List<List<TaggedWord>> tagged = new ArrayList<>();
    for (String line : text.split("\n", -1)) {
      if (!line.isBlank()) {
        for (String sentence : tools.detector.sentDetect(line)) {
          tagged.add(tagged(tools.tokenizer.words(sentence), tools.tagger));
        }
      }
    }
    idle.add(tools);
    return tagged;
  }

  private static List<TaggedWord> tagged(String[] words, WordTagger tagger) {
    String[] tags = tagger.tags(words);
    List<TaggedWord> sentence = new ArrayList<>(words.length);
    for (int i = 0; i < words.length; i++) {
      int plus = tags[i].indexOf('+');
      sentence.add(new TaggedWord(words[i], plus < 0 ? tags[i] : tags[i].substring(0, plus)));
    }
    return sentence;
  }
}
