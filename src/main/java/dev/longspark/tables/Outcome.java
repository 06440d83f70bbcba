package dev.longspark.tables;

import dev.longspark.measurement.Measurement;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** What became of one sample: a text, wherever it is from, or the reason why there is none. */
public sealed interface Outcome extends Serializable {

  /** How it ended. */
  Status status();

  /**
   * A text that a model wrote, here or elsewhere, and what is known of it.
   *
   * @param text the new tokens as text, without the end token; as it was found, if it was imported
   * @param finishReason what ended the generation, or empty if nobody says
   * @param measurements at most one of a kind; what nobody measured is not among them
   */
  record Text(String text, String finishReason, List<Measurement> measurements) implements Outcome {

    public Text {
      Objects.requireNonNull(text, "text");
      Objects.requireNonNull(finishReason, "finishReason");
      measurements = List.copyOf(measurements);
      if (measurements.stream().map(Object::getClass).distinct().count() < measurements.size()) {
        throw new IllegalArgumentException("Invalid measurements: two of a kind " + measurements);
      }
    }

    @Override
    public Status status() {
      return Status.OK;
    }

    /** A measurement, if somebody made it. */
    public <M extends Measurement> Optional<M> find(Class<M> kind) {
      return measurements.stream().filter(kind::isInstance).map(kind::cast).findFirst();
    }

    /**
     * The same with the prompt compression that went before, which lengthens the way from end to
     * end where that is known.
     *
     * @param ms milliseconds, 0 if there was none
     */
    public Text after(double ms) {
      List<Measurement> all = new ArrayList<>();
      for (Measurement measurement : measurements) {
        all.add(
            measurement instanceof Measurement.EndToEnd generation
                ? new Measurement.EndToEnd(generation.ms() + ms)
                : measurement);
      }
      all.add(new Measurement.Compression(ms));
      return new Text(text, finishReason, all);
    }
  }

  /**
   * No text, and why.
   *
   * @param status anything but OK
   * @param message for a person
   */
  record Failure(Status status, String message) implements Outcome {

    public Failure {
      Objects.requireNonNull(message, "message");
      if (status == Status.OK) {
        throw new IllegalArgumentException("Invalid status of a failure: OK");
      }
    }
  }
}
