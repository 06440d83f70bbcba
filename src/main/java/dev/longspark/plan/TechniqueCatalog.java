package dev.longspark.plan;

import dev.longspark.config.ConfigException;
import dev.longspark.config.ModelVariant;
import dev.longspark.config.Names;
import dev.longspark.config.OwnTechnique;
import dev.longspark.config.OwnTechnique.Cache;
import dev.longspark.config.OwnTechnique.Compression;
import dev.longspark.config.OwnTechnique.Kind;
import dev.longspark.config.OwnTechnique.Weights;
import dev.longspark.config.Study;
import dev.longspark.engine.cache.CacheKinds;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Techniques by name: those of the paper's Table 1, FP32 as the reference of parity, methods that
 * drop half of the prompt's tokens from the cache, weights in other few bits, and the stacks that a
 * study defines. The only place that switches on these names; a name is a row of axis values.
 */
public final class TechniqueCatalog {
  private static final Compression PLAIN = new Compression("none", 0, List.of(), false, false);
  private static final Compression HALVED =
      new Compression("llmlingua-2", 0.5, List.of(), false, false);
  private static final Weights FP32 = new Weights("full", "fp32", "");
  private static final Weights FP16 = new Weights("full", "fp16", "");
  private static final Weights BF16 = new Weights("full", "bf16", "");
  private static final Weights W4A16 = new Weights("w4a16", "fp16", "");

  /** Formats whose techniques read the low-bit checkpoint that a model names by their word. */
  private static final List<String> LOW_BIT = List.of("W8A16", "W8A8", "FP8", "NF4");

  private static final Kind ALL = new Kind(CacheKinds.ALL, Map.of());
  private static final Cache FULL = new Cache(ALL, new Kind("full", Map.of()));
  private static final Cache KVQ = new Cache(ALL, new Kind("quantized", Map.of()));

  private final Map<String, OwnTechnique> rows = new LinkedHashMap<>();
  private final Set<String> published;
  private final Study.Compressor compressor;

  private TechniqueCatalog(Study.Compressor compressor) {
    this.compressor = compressor;
    row("FP32", PLAIN, ModelVariant.FULL, FP32, FULL);
    row("FP16", PLAIN, ModelVariant.FULL, FP16, FULL);
    row("BF16", PLAIN, ModelVariant.FULL, BF16, FULL);
    row("FP16_c", HALVED, ModelVariant.FULL, FP16, FULL);
    row("BF16_c", HALVED, ModelVariant.FULL, BF16, FULL);
    row("KV-Q", PLAIN, ModelVariant.FULL, FP16, KVQ);
    row("W4A16", PLAIN, ModelVariant.FULL, W4A16, FULL);
    row("Minitron", PLAIN, ModelVariant.PRUNED, FP16, FULL);
    row("KV-Q+c", HALVED, ModelVariant.FULL, FP16, KVQ);
    row("W4A16+c", HALVED, ModelVariant.FULL, W4A16, FULL);
    row("Mini+c", HALVED, ModelVariant.PRUNED, FP16, FULL);
    row("W4A16+KVQ", PLAIN, ModelVariant.FULL, W4A16, KVQ);
    row("Mini+KVQ", PLAIN, ModelVariant.PRUNED, FP16, KVQ);
    row("Mini+W4A16", PLAIN, ModelVariant.PRUNED, W4A16, FULL);
    row("Nemotron", PLAIN, ModelVariant.PRUNED, FP16, FULL);
    published = Set.copyOf(rows.keySet());
    for (String format : LOW_BIT) {
      String word = format.toLowerCase(Locale.ROOT);
      Weights weights = new Weights(word, "fp16", word);
      row(format, PLAIN, ModelVariant.FULL, weights, FULL);
      row(format + "+c", HALVED, ModelVariant.FULL, weights, FULL);
      row(format + "+KVQ", PLAIN, ModelVariant.FULL, weights, KVQ);
      row("Mini+" + format, PLAIN, ModelVariant.PRUNED, weights, FULL);
    }
    row("SnapKV", PLAIN, ModelVariant.FULL, FP16, half("snapkv"));
    row("StreamingLLM", PLAIN, ModelVariant.FULL, FP16, half("streamingllm"));
    row("StreamingLLM-rerotated", PLAIN, ModelVariant.FULL, FP16, half("streamingllm-rerotated"));
    row("PyramidKV", PLAIN, ModelVariant.FULL, FP16, half("pyramidkv"));
    row("AdaKV", PLAIN, ModelVariant.FULL, FP16, half("adakv-snapkv"));
    row("H2O", PLAIN, ModelVariant.FULL, FP16, half("h2o-prefill"));
    row("ObservedAttention", PLAIN, ModelVariant.FULL, FP16, half("observed-attention"));
    row("TOVA", PLAIN, ModelVariant.FULL, FP16, half("tova"));
    row("ExpectedAttention", PLAIN, ModelVariant.FULL, FP16, half("expected-attention"));
    row("ChunkKV", PLAIN, ModelVariant.FULL, FP16, half("chunkkv-snapkv"));
    row("Knorm", PLAIN, ModelVariant.FULL, FP16, half("knorm"));
    row("KeyDiff", PLAIN, ModelVariant.FULL, FP16, half("keydiff"));
    row("RandomKV", PLAIN, ModelVariant.FULL, FP16, half("random"));
    Cache both = new Cache(half("snapkv").keep(), KVQ.store());
    row("SnapKV+KVQ", PLAIN, ModelVariant.FULL, FP16, both);
    row("W4A16+SnapKV", PLAIN, ModelVariant.FULL, W4A16, half("snapkv"));
    row("W4A16+SnapKV+KVQ", PLAIN, ModelVariant.FULL, W4A16, both);
  }

  private void row(
      String name, Compression compression, ModelVariant variant, Weights weights, Cache cache) {
    rows.put(name, new OwnTechnique(name, compression, variant, weights, cache));
  }

  /** A cache that keeps half of the prompt's tokens, chosen with the method's own settings. */
  private static Cache half(String kind) {
    return new Cache(new Kind(kind, Map.of()), FULL.store());
  }

  /** Whether a name is one of Table 1, or FP32. */
  public boolean isPublished(String name) {
    return published.contains(name);
  }

  /** The catalogue without any study, and so without a prompt compressor. */
  public static TechniqueCatalog builtIn() {
    return new TechniqueCatalog(new Study.Compressor("", Study.DeviceKind.CPU));
  }

  /**
   * The built-in catalogue with a study's own stacks and its compressor.
   *
   * @throws ConfigException if an own stack has a built-in name
   */
  public static TechniqueCatalog of(Study study) {
    TechniqueCatalog catalog = new TechniqueCatalog(study.compressor());
    for (OwnTechnique technique : study.ownTechniques()) {
      if (technique.name().matches(".*@[0-9]+c?")) {
        throw new ConfigException(
            "Invalid own-techniques.%s: a name that ends so is that of a batch (see generation.batch)"
                .formatted(technique.name()));
      }
      if (catalog.rows.putIfAbsent(technique.name(), technique) != null) {
        throw new ConfigException(
            "Invalid own-techniques."
                + technique.name()
                + ": the name is a built-in technique's, which means what Table 1 says");
      }
    }
    return catalog;
  }

  /** All names, built-in ones first. */
  public List<String> names() {
    return new ArrayList<>(rows.keySet());
  }

  /**
   * The technique of a name.
   *
   * @throws ConfigException if there is none, an axis has no such value, or this build cannot run
   *     it
   */
  public Technique technique(String name) {
    OwnTechnique row = rows.get(name);
    if (row == null) {
      throw new ConfigException(
          "Unknown technique: '" + name + "' in techniques " + Names.instead(name, names()));
    }
    return new AxisReader(row, compressor).technique();
  }
}
