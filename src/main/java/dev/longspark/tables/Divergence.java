package dev.longspark.tables;

import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** How far a technique is from its baseline along the baseline's answer. */
public sealed interface Divergence extends Serializable {

  /**
   * It followed the answer.
   *
   * @param kl the Kullback-Leibler divergence from the baseline before each token, nats
   * @param flips tokens before which its best one was another than the baseline's
   * @param part where the two free answers part, from 1; 0 where they are the same
   * @param isWhole whether all tokens of the vocabulary were told apart; if not, the divergences
   *     are lower bounds
   * @param ms that following took, prompt included
   */
  record Measured(List<Double> kl, int flips, int part, boolean isWhole, double ms)
      implements Divergence {
    /** Copies the list and requires an element. */
    public Measured {
      kl = List.copyOf(kl);
      if (kl.isEmpty() || flips < 0 || flips > kl.size() || part < 0) {
        throw new IllegalArgumentException(
            "Invalid divergence: %d positions, %d flips, parting at %d"
                .formatted(kl.size(), flips, part));
      }
    }

    /** Where the free answers part, if they do. */
    public Optional<Integer> parting() {
      return part == 0 ? Optional.empty() : Optional.of(part);
    }

    /** The mean over the positions, nats. */
    public double meanKl() {
      return kl.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }
  }

  /**
   * It did not.
   *
   * @param reason for a person
   */
  record Unknown(String reason) implements Divergence {
    public Unknown {
      Objects.requireNonNull(reason, "reason");
    }
  }
}
