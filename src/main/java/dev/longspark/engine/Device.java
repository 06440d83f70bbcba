package dev.longspark.engine;

import java.io.Serializable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where tensors live and kernels run: {@code cpu} or {@code cuda:INDEX}.
 *
 * @param kind processor or CUDA device
 * @param index of the CUDA device among those visible to the process; 0 on the CPU
 */
public record Device(Kind kind, int index) implements Serializable {
  private static final Pattern CUDA = Pattern.compile("cuda(?::(\\d{1,4}))?");

  /** The two kinds of device the engine runs on. */
  public enum Kind {
    CPU,
    CUDA
  }

  public Device {
    if (index < 0 || (kind == Kind.CPU && index != 0)) {
      throw new IllegalArgumentException("Invalid device index: " + index + " on " + kind);
    }
  }

  public static Device cpu() {
    return new Device(Kind.CPU, 0);
  }

  public static Device cuda(int index) {
    return new Device(Kind.CUDA, index);
  }

  /**
   * Reads {@code cpu}, {@code cuda} or {@code cuda:1}.
   *
   * @throws IllegalArgumentException for any other text
   */
  public static Device parse(String text) {
    if (text.equals("cpu")) {
      return cpu();
    }
    Matcher cuda = CUDA.matcher(text);
    if (!cuda.matches()) {
      throw new IllegalArgumentException(
          "Invalid device: '" + text + "' (must be cpu, cuda or cuda:INDEX)");
    }
    return cuda(cuda.group(1) == null ? 0 : Integer.parseInt(cuda.group(1)));
  }

  public boolean isCuda() {
    return kind == Kind.CUDA;
  }

  /** The name PyTorch uses, {@code cpu} or {@code cuda:0}. */
  @Override
  public String toString() {
    return isCuda() ? "cuda:" + index : "cpu";
  }
}
