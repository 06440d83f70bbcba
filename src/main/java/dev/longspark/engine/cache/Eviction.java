package dev.longspark.engine.cache;

import dev.longspark.engine.AttentionShape;
import dev.longspark.engine.ModelShape;
import dev.longspark.engine.Precision;
import dev.longspark.engine.gpu.PackedAttention;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * Drops tokens of the prompt and keeps the others in some form. A layer reads the whole prompt
 * before anything is dropped, so its own states and the first new token do not change; what stays
 * is packed once. A layer with a window shorter than the sample keeps its window instead.
 *
 * @param retention which tokens stay
 * @param isRerotated whether kept tokens move together, to the positions 0, 1, 2, ...
 * @param budget how many
 * @param view whether the question takes part in the choice
 * @param store in what form they stay
 */
public record Eviction(
    Retention retention, boolean isRerotated, Budget budget, View view, Storage store)
    implements CachePolicy {
  /** The end of a kind's name where kept tokens move together. */
  static final String REROTATED = "-rerotated";

  public Eviction {
    if (isRerotated && !retention.isUniform()) {
      throw new IllegalArgumentException(
          "Invalid kind: %s%s (its layers keep different numbers of tokens, so there is no one next position)"
              .formatted(retention.program(), REROTATED));
    }
    if (budget instanceof Budget.Tokens tokens) {
      int least = retention.least(tokens.count() + 1);
      if (tokens.count() < least) {
        throw new IllegalArgumentException(
            "Invalid tokens: %d (at least %d must stay by %s)"
                .formatted(tokens.count(), least, retention));
      }
    }
  }

  @Override
  public Optional<Retention> keep() {
    return Optional.of(retention);
  }

  @Override
  public List<String> changes() {
    String name = retention.program() + (isRerotated ? REROTATED : "");
    boolean isUsual =
        Retention.kinds().contains(retention) && budget.equals(Budget.USUAL) && view == View.PROMPT;
    List<String> changes = new ArrayList<>();
    changes.add(
        isUsual
            ? name
            : KindSettings.label(name, retention)
                + "-"
                + budget.label()
                + "-"
                + KindSettings.word(view));
    changes.addAll(store.changes());
    return changes;
  }

  @Override
  public void requireFits(ModelShape shape) {
    store.requireFits(shape);
    boolean hasWindow = shape.attentions().stream().anyMatch(each -> each.scoring().hasWindow());
    if (isRerotated && hasWindow) {
      throw new IllegalArgumentException(
          "Cannot move what %s keeps together: the model has layers with a window, whose tokens stay where they are"
              .formatted(retention.program()));
    }
    if (retention.isRagged()) {
      shape.attentions().forEach(attention -> store.requireFits(oneHead(attention)));
    }
  }

  @Override
  public Optional<PackedAttention.Shape> kernelShape(
      AttentionShape.Full attention, Precision precision) {
    return retention.isRagged() ? Optional.empty() : store.kernelShape(attention, precision);
  }

  @Override
  public List<Integer> kept(int attentions, int tokens) {
    return retention.counts(budget, attentions, tokens);
  }

  @Override
  public Optional<String> obstacle(int attentions, int tokens) {
    if (attentions == 0) {
      return Optional.of(
          "Cannot drop tokens by %s: every layer has a window that is shorter than the sample and keeps that"
              .formatted(retention));
    }
    int least = Math.max(1, retention.least(tokens));
    return kept(attentions, tokens).stream()
        .filter(count -> count < tokens && count < least)
        .findFirst()
        .map(
            count ->
                "Cannot keep %d of %d tokens by %s: at least %d must stay (with a longer prompt, a smaller ratio or less that always stays)"
                    .formatted(count, tokens, retention, least));
  }

  @Override
  public List<Long> layerBytes(ModelShape shape, Precision precision, int prompt, int later) {
    int tokens = Math.addExact(prompt, later);
    Iterator<Integer> counts = kept(shape.seeing(tokens).size(), prompt).iterator();
    return shape.layers().stream()
        .map(layer -> layer.attention().full())
        .map(
            full ->
                full.map(
                    each ->
                        each.scoring().slides(tokens)
                            ? store.bytes(each, precision, tokens)
                            : bytes(each, precision, (long) counts.next() + later)))
        .map(bytes -> bytes.orElse(0L))
        .toList();
  }

  private long bytes(AttentionShape.Full attention, Precision precision, long tokens) {
    return retention.isRagged()
        ? attention.kvHeads() * store.bytes(oneHead(attention), precision, tokens)
        : store.bytes(attention, precision, tokens);
  }

  private static AttentionShape.Full oneHead(AttentionShape.Full attention) {
    return new AttentionShape.Full(
        attention.heads() / attention.kvHeads(),
        1,
        attention.headDim(),
        attention.rope(),
        attention.scoring(),
        attention.projections());
  }
}
