package dev.longspark.testing;

import dev.longspark.data.PromptStyle;
import dev.longspark.measurement.Measurement;
import dev.longspark.measurement.MemoryReading;
import dev.longspark.measurement.MemoryUse;
import dev.longspark.measurement.Timings;
import dev.longspark.tables.Outcome;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Texts with everything that our own engine measures but the energy, in small numbers. */
public final class Measured {
  private static final List<Measurement> USUAL =
      List.of(
          new Measurement.PromptTokens(10),
          new Measurement.PromptUse(8, 8, 0, 1, PromptStyle.RAW, false),
          new Measurement.NewTokens(2),
          new Measurement.EndToEnd(2),
          new Measurement.LogitsCheck(true),
          new Timings(1, 1, 1, 2, List.of(1.0)),
          memory(2));

  private Measured() {}

  /** A text that ended by itself; of each kind the measurement that is given, or a usual one. */
  public static Outcome.Text text(String text, Measurement... others) {
    return text(text, "STOP", others);
  }

  /** A text that ended in some way. */
  public static Outcome.Text text(String text, String finishReason, Measurement... others) {
    Map<Class<?>, Measurement> byKind = new LinkedHashMap<>();
    USUAL.forEach(each -> byKind.put(each.getClass(), each));
    for (Measurement other : others) {
      byKind.put(other.getClass(), other);
    }
    return new Outcome.Text(text, finishReason, List.copyOf(byKind.values()));
  }

  /** A peak of so many bytes, with a byte of weights and one of cache. */
  public static MemoryUse memory(long peak) {
    return new MemoryUse(1, 1, new MemoryReading(peak, MemoryReading.Source.COUNTED));
  }
}
