package dev.longspark.cli;

import dev.longspark.quantization.MatrixReport;
import dev.longspark.quantization.QuantizationListener;
import java.io.PrintWriter;
import java.util.Locale;

/** Tells the progress of a quantization, a line per matrix and per layer. */
final class QuantizationConsole implements QuantizationListener {
  private final PrintWriter messages;
  private final int layers;
  private final long start = System.nanoTime();
  private int found;

  QuantizationConsole(PrintWriter messages, int layers) {
    this.messages = messages;
    this.layers = layers;
  }

  @Override
  public void quantized(int layer, MatrixReport matrix) {
    print("  %s: error %.3f %% of the output", matrix.name(), 100 * matrix.relativeError());
  }

  @Override
  public void written(int layer) {
    int done = layer + 1;
    double seconds = (System.nanoTime() - start) / 1e9;
    double rest = seconds / (done - found) * (layers - done);
    print("%d of %d layers in %.0f s, about %.0f s left", done, layers, seconds, rest);
  }

  @Override
  public void found(int layer) {
    found++;
    print("%d of %d layers, found finished", layer + 1, layers);
  }

  private void print(String format, Object... values) {
    messages.println(String.format(Locale.ROOT, format, values));
    messages.flush();
  }
}
