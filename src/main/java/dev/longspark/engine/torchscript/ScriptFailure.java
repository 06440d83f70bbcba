package dev.longspark.engine.torchscript;

import ai.djl.engine.EngineException;
import dev.longspark.engine.BrokenDeviceException;
import dev.longspark.engine.OutOfDeviceMemoryException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns libtorch's message into one that begins with the program's file, line and reason. */
final class ScriptFailure {
  private static final Pattern PLACE =
      Pattern.compile("File \"code/__torch__(?:/(\\w+))?\\.py\", line (\\d+)");
  private static final Pattern REASON =
      Pattern.compile("(?m)^[A-Za-z.:]*(?:Error|Exception): (.*)");
  private static final Pattern NO_MEMORY =
      Pattern.compile(
          "out of memory|can't allocate memory|not enough memory|CUBLAS_STATUS_ALLOC_FAILED");

  /** What CUDA says again at every later call of the process; unlike a wrong shape or dtype. */
  private static final Pattern BROKEN_DEVICE =
      Pattern.compile(
          "CUDA error|CUDA driver error|CUDNN_STATUS_|CUBLAS_STATUS_|device-side assert");

  private ScriptFailure() {}

  static RuntimeException of(ScriptSource source, String method, EngineException failure) {
    String message = String.valueOf(failure.getMessage()).strip();
    String text = "Cannot run " + place(source, method, message) + ": " + reason(message);
    // First: a device without memory says CUDA error too.
    if (NO_MEMORY.matcher(message).find()) {
      return new OutOfDeviceMemoryException(text, failure);
    }
    return BROKEN_DEVICE.matcher(message).find()
        ? new BrokenDeviceException(text, failure)
        : new IllegalStateException(text, failure);
  }

  /** The innermost line that the message names, with its text; without one, just the method. */
  private static String place(ScriptSource source, String method, String message) {
    String file = source.name();
    int line = 0;
    for (Matcher place = PLACE.matcher(message); place.find(); ) {
      file = place.group(1) == null ? source.name() : place.group(1);
      line = Integer.parseInt(place.group(2));
    }
    if (line == 0) {
      return source.name() + ".py, " + method;
    }
    String text = source.libraries().getOrDefault(file, source.text());
    String[] lines = text.split("\n", -1);
    String code = line <= lines.length ? lines[line - 1].strip() : "";
    return file + ".py:" + line + ", " + method + ", `" + code + "`";
  }

  private static String reason(String message) {
    String reason = message.lines().findFirst().orElse("no reason given");
    for (Matcher error = REASON.matcher(message); error.find(); ) {
      reason = error.group(1);
    }
    return reason;
  }
}
