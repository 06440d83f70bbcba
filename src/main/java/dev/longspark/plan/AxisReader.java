package dev.longspark.plan;

import dev.longspark.compression.CompressionSettings;
import dev.longspark.compression.CompressionSettings.Step;
import dev.longspark.compression.CompressionSpec;
import dev.longspark.compression.CompressorModel;
import dev.longspark.config.CheckpointEntry;
import dev.longspark.config.ConfigException;
import dev.longspark.config.Names;
import dev.longspark.config.OwnTechnique;
import dev.longspark.config.Study;
import dev.longspark.engine.Batching;
import dev.longspark.engine.Device;
import dev.longspark.engine.Precision;
import dev.longspark.engine.cache.CacheKinds;
import dev.longspark.engine.cache.CachePolicy;
import dev.longspark.engine.checkpoint.StoredFormats;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The words of one stack into the values of the four axes. */
final class AxisReader {
  private static final List<String> COMPRESSIONS = List.of("none", "llmlingua-2");
  private static final String WHOLE = "full";
  private static final List<String> FORMATS =
      Stream.concat(Stream.of(WHOLE), StoredFormats.words().stream()).toList();
  private static final List<String> PRECISIONS = List.of("fp32", "fp16", "bf16");

  /** "2x", as in the paper. */
  private static final double DEFAULT_RATE = 0.5;

  private final OwnTechnique row;
  private final Study.Compressor compressor;

  AxisReader(OwnTechnique row, Study.Compressor compressor) {
    this.row = row;
    this.compressor = compressor;
  }

  Technique technique() {
    try {
      return new Technique(
          row.name(), compression(), row.variant(), weights(), cache(), Batching.ALONE);
    } catch (IllegalArgumentException e) {
      throw new ConfigException("Invalid own-techniques." + row.name() + ": " + e.getMessage());
    }
  }

  private PromptCompression compression() {
    OwnTechnique.Compression written = row.compression();
    return switch (known("compression.kind", written.kind(), COMPRESSIONS)) {
      case "none" -> {
        boolean plain =
            written.rate() == 0
                && written.forceTokens().isEmpty()
                && !written.forceDigits()
                && !written.dropConsecutive();
        requireNoSettings("compression", "none", plain);
        yield new PromptCompression.None();
      }
      default ->
          new PromptCompression.LlmLingua2(new CompressionSpec(compressorModel(), settings()));
    };
  }

  private CompressionSettings settings() {
    OwnTechnique.Compression written = row.compression();
    double rate = written.rate() == 0 ? DEFAULT_RATE : written.rate();
    CompressionSettings plain = CompressionSettings.atRate(rate, written.forceTokens());
    Set<Step> steps = EnumSet.copyOf(plain.steps());
    if (written.forceDigits()) {
      steps.add(Step.FORCE_DIGITS);
    }
    if (written.dropConsecutive()) {
      steps.add(Step.DROP_CONSECUTIVE);
    }
    return new CompressionSettings(
        rate,
        plain.targetTokens(),
        steps,
        plain.contextBudget(),
        plain.wordProbability(),
        plain.forceTokens(),
        plain.chunkEndTokens());
  }

  private CompressorModel compressorModel() {
    String folder =
        compressor
            .path()
            .orElseThrow(
                () ->
                    new ConfigException(
                        "Technique '"
                            + row.name()
                            + "' needs a prompt compressor (set compressor.checkpoint)"));
    CompressorModel reference = CompressorModel.of(folder);
    return switch (compressor.device()) {
      case CPU -> reference;
      case CUDA ->
          new CompressorModel(
              folder,
              Device.cuda(0),
              reference.precision(),
              reference.endTokens(),
              reference.counter());
    };
  }

  private WeightChoice weights() {
    OwnTechnique.Weights written = row.weights();
    Precision precision =
        switch (known("weights.precision", written.precision(), PRECISIONS)) {
          case "fp32" -> Precision.FP32;
          case "fp16" -> Precision.FP16;
          default -> Precision.BF16;
        };
    String format = known("weights.format", written.format(), FORMATS);
    if (!format.equals(WHOLE)) {
      String checkpoint = written.from().isEmpty() ? CheckpointEntry.FOUR_BIT : written.from();
      return new WeightChoice.Packed(precision, checkpoint, format);
    }
    if (!written.from().isEmpty()) {
      throw new ConfigException(
          "Invalid %s: '%s' (format 'full' reads the model's own checkpoint; what must be in this one?)"
              .formatted(key("weights.from"), written.from()));
    }
    return new WeightChoice.Whole(precision);
  }

  private CachePolicy cache() {
    OwnTechnique.Kind store = row.cache().store();
    OwnTechnique.Kind keep = row.cache().keep();
    String stored = known("cache.kind", store.name(), CacheKinds.storages());
    requireNoSettings("cache", stored, !stored.equals("full") || store.settings().isEmpty());
    String kept = known("cache.keep.kind", keep.name(), CacheKinds.retentions());
    return CacheKinds.policy(kept, keep.settings(), CacheKinds.storage(stored, store.settings()));
  }

  private void requireNoSettings(String axis, String kind, boolean plain) {
    if (!plain) {
      throw new ConfigException(
          "Invalid %s: kind '%s' takes no other keys (did you forget %s.kind?)"
              .formatted(key(axis), kind, axis));
    }
  }

  private String known(String key, String written, List<String> allowed) {
    if (!allowed.contains(written)) {
      throw new ConfigException(
          "Unknown name in %s: '%s' %s"
              .formatted(key(key), written, Names.instead(written, allowed)));
    }
    return written;
  }

  private String key(String key) {
    return "own-techniques." + row.name() + "." + key;
  }
}
