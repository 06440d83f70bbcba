package dev.longspark.plan;

import dev.longspark.config.ConfigException;
import dev.longspark.config.Names;
import dev.longspark.config.OwnTechnique;
import dev.longspark.engine.Precision;
import java.util.List;

/** The words of one stack into the values of the four axes. */
final class AxisReader {
  private final OwnTechnique row;

  AxisReader(OwnTechnique row) {
    this.row = row;
  }

  Technique technique() {
    requireSupported("compression.kind", row.compression().kind(), "none", "llmlingua-2");
    requireSupported("weights.format", row.weights().format(), "full", "gptq");
    requireSupported("cache.kind", row.cache().kind(), "full", "quantized", "kivi");
    return new Technique(row.name(), row.variant(), precision());
  }

  private Precision precision() {
    String written = row.weights().precision();
    return switch (written) {
      case "fp32" -> Precision.FP32;
      case "fp16" -> Precision.FP16;
      case "bf16" -> Precision.BF16;
      default -> throw unknown("weights.precision", written, List.of("fp32", "fp16", "bf16"));
    };
  }

  private void requireSupported(String key, String written, String... kinds) {
    List<String> allowed = List.of(kinds);
    if (!allowed.contains(written)) {
      throw unknown(key, written, allowed);
    }
    if (!written.equals(allowed.get(0))) {
      throw new ConfigException("Technique '" + row.name() + "' is not supported by this build");
    }
  }

  private ConfigException unknown(String key, String written, List<String> allowed) {
    return new ConfigException(
        "Unknown name in own-techniques."
            + row.name()
            + "."
            + key
            + ": '"
            + written
            + "' "
            + Names.instead(written, allowed));
  }
}
