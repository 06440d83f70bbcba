package dev.longspark.engine.checkpoint;

import dev.longspark.engine.torchscript.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * A matrix as a program keeps it: the arguments of {@code make()} in {@code torchscript/matrix.py}.
 *
 * @param kind the kept format's name there
 * @param parts its tensors, a bias behind them where there is one; closed with this object
 * @param settings its numbers
 */
public record KeptMatrix(String kind, List<Tensor> parts, List<Long> settings)
    implements AutoCloseable {
  private static final String PLAIN = "plain";
  private static final String HALF = "half";

  public KeptMatrix {
    parts = List.copyOf(parts);
    settings = List.copyOf(settings);
  }

  /** A weight [outputs, inputs] in full precision. */
  public static KeptMatrix plain(Tensor weight) {
    return new KeptMatrix(PLAIN, List.of(weight), List.of());
  }

  /** The same for FBGEMM's float16 product, where float16 holds the weight. */
  static KeptMatrix half(Tensor weight) {
    return new KeptMatrix(HALF, List.of(weight), List.of());
  }

  /** The same tensors and a bias [outputs]. */
  KeptMatrix with(Tensor bias) {
    List<Tensor> all = new ArrayList<>(parts);
    all.add(bias);
    return new KeptMatrix(kind, all, settings);
  }

  /** The settings as a program takes them. */
  public long[] numbers() {
    return settings.stream().mapToLong(Long::longValue).toArray();
  }

  @Override
  public void close() {
    parts.forEach(Tensor::close);
  }
}
