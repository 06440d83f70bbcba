package dev.longspark.config;

import java.io.Serializable;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;

/**
 * What answers for a model: checkpoints that this program opens, or an endpoint that it asks. Only
 * of a checkpoint are shape, bytes and tokenizer known before it answers.
 */
public sealed interface ModelSource extends Serializable
    permits ModelSource.Checkpoints, ModelSource.Endpoint {

  /** Decides by the kind; a further kind is a further parameter, which no caller can forget. */
  <T> T map(Function<Checkpoints, T> ofCheckpoints, Function<Endpoint, T> ofEndpoint);

  /**
   * A model family's files.
   *
   * @param byVariant the full checkpoint and, if there is one, the pruned variant
   * @param tokenizer folder of another tokenizer, or empty text for each checkpoint's own
   * @param weights read from files or random
   * @param seed of random weights
   */
  record Checkpoints(
      Map<ModelVariant, CheckpointEntry> byVariant,
      String tokenizer,
      WeightSource weights,
      int seed)
      implements ModelSource {
    /** Requires the full checkpoint. */
    public Checkpoints {
      if (!byVariant.containsKey(ModelVariant.FULL)) {
        throw new IllegalArgumentException("Missing full checkpoint");
      }
      byVariant = Collections.unmodifiableMap(new EnumMap<>(byVariant));
    }

    /** The full checkpoint. */
    public CheckpointEntry full() {
      return byVariant.get(ModelVariant.FULL);
    }

    @Override
    public <T> T map(Function<Checkpoints, T> ofCheckpoints, Function<Endpoint, T> ofEndpoint) {
      return ofCheckpoints.apply(this);
    }
  }

  /**
   * Another program's model, of which nothing is known but where it is.
   *
   * @param address by which its engine finds it; another address is another model
   */
  record Endpoint(String address) implements ModelSource {
    /** Requires an address. */
    public Endpoint {
      if (address.isBlank()) {
        throw new IllegalArgumentException("Missing address of an endpoint");
      }
    }

    @Override
    public <T> T map(Function<Checkpoints, T> ofCheckpoints, Function<Endpoint, T> ofEndpoint) {
      return ofEndpoint.apply(this);
    }
  }
}
