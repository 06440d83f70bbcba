package dev.longspark.engine.checkpoint;

import dev.longspark.engine.LinearShape;
import dev.longspark.engine.family.DecoderModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The tensors of the files that a model does not name. One that its passes never meet would be a
 * model computed without it, so it is refused; harmless are rotary frequencies, which follow from
 * config.json, a stored copy of a tied output matrix, and numbers of formats that no model is
 * computed with.
 */
record UnknownTensors(MappedTensors tensors, DecoderModel model, Optional<StoredFormat> format) {
  private static final String HARMLESS_ENDING = "rotary_emb.inv_freq";

  /**
   * Holds the files to the model.
   *
   * @throws IllegalArgumentException naming a tensor that it does not know
   */
  void refuse() {
    List<String> parts = new ArrayList<>(List.of("weight", "bias"));
    format.ifPresent(each -> parts.addAll(each.parts()));
    Set<String> unknown = new TreeSet<>(tensors.tensors().keySet());
    TensorShape.plain(model).forEach(plain -> unknown.remove(plain.name()));
    Stream.concat(model.blockLinears().stream(), model.head().stream())
        .map(LinearShape::name)
        .forEach(name -> parts.forEach(part -> unknown.remove(name + "." + part)));
    unknown.removeIf(name -> name.endsWith(HARMLESS_ENDING));
    unknown.removeIf(name -> tensors.stored(name).type().isOfNoModel());
    String head = model.headName() + ".weight";
    if (model.shape().tiedEmbeddings() && unknown.remove(head)) {
      requireTied(tensors.stored(head), tensors.stored(model.embedding()));
    }
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "Unknown %s: the %s of config.json has no such tensor (%d unknown in all)"
              .formatted(
                  tensors.stored(unknown.iterator().next()),
                  model.family().className(),
                  unknown.size()));
    }
  }

  /**
   * A head of other numbers is another model than the config's; which of the two is meant, readers
   * disagree on: transformers 5 takes the head, others the embedding.
   */
  private static void requireTied(StoredTensor head, StoredTensor embedding) {
    if (!TiedEmbedding.isOne(head, embedding)) {
      throw new IllegalArgumentException(
          "Cannot use %s: config.json ties it to %s, which has other numbers (tie_word_embeddings)"
              .formatted(head, embedding.name()));
    }
  }
}
