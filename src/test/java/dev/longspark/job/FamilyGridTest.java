package dev.longspark.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longspark.engine.Device;
import dev.longspark.engine.Precision;
import dev.longspark.engine.cache.CacheKinds;
import dev.longspark.engine.cache.CachePolicy;
import dev.longspark.engine.cache.FullCache;
import dev.longspark.engine.cache.KiviCache;
import dev.longspark.engine.cache.QuantizedCache;
import dev.longspark.engine.cache.Retention;
import dev.longspark.engine.cache.Storage;
import dev.longspark.engine.checkpoint.Checkpoint;
import dev.longspark.engine.checkpoint.FullPrecision;
import dev.longspark.engine.checkpoint.LowBit;
import dev.longspark.engine.checkpoint.StoredFormats;
import dev.longspark.engine.checkpoint.WeightFormat;
import dev.longspark.engine.generation.EngineSettings;
import dev.longspark.engine.generation.Generation;
import dev.longspark.engine.generation.GenerationLimits;
import dev.longspark.engine.generation.Generator;
import dev.longspark.engine.generation.Telling;
import dev.longspark.prompt.Calibration;
import dev.longspark.prompt.CalibrationSequence;
import dev.longspark.prompt.TokenIds;
import dev.longspark.pruning.Pruning;
import dev.longspark.pruning.Sizes;
import dev.longspark.quantization.MatrixReport;
import dev.longspark.quantization.QuantizationListener;
import dev.longspark.quantization.QuantizationSettings;
import dev.longspark.quantization.Quantizer;
import dev.longspark.testing.GoldenModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every family with every technique: it works, or is refused with the reason before it runs. */
class FamilyGridTest {
  /** Those whose layers are a Llama's. */
  private static final Set<String> PRUNABLE =
      Set.of("llama-linear-tiny", "llama-yarn-tiny", "llama-dynamic-tiny", "mistral-window-tiny");

  private static final Set<String> WINDOWS_ONLY = Set.of("mistral-window-tiny", "phi3-window-tiny");
  private static final Device CPU = Device.cpu();
  private static final Storage STORE = new QuantizedCache(4, 4, 128);
  private static final List<String> KINDS =
      CacheKinds.retentions().stream().filter(kind -> !kind.equals(CacheKinds.ALL)).toList();

  @TempDir private Path dir;
  private final Map<String, String> refusals = new TreeMap<>();

  /** Something that ends with a generation of finite logits, or is refused. */
  private interface Attempt {
    void run() throws IOException;
  }

  static Stream<GoldenModel> models() {
    return GoldenModel.families();
  }

  @ParameterizedTest
  @MethodSource("models")
  void everyTechniqueWorksOrIsRefused(GoldenModel model) throws IOException {
    attempt("quantize", () -> quantize(model));
    attempt("prune", () -> prune(model));
    try (Generator generator = open(model.folder(), fp32(), CPU)) {
      attempt("KV-Q", () -> generate(generator, model, STORE));
      attempt("KIVI", () -> generate(generator, model, new KiviCache(4, 4, 32)));
      for (String kind : KINDS) {
        attempt(kind, () -> generate(generator, model, dropping(kind)));
      }
    }
    try (Generator generator = open(model.folder(), fp32(), CPU, CPU)) {
      attempt("pipeline", () -> generate(generator, model, new FullCache()));
    }
    assertEquals(refused(model), refusals.keySet(), refusals::toString);
    assertTrue(refusals.values().stream().allMatch(reason -> reason.startsWith("Cannot ")));
  }

  private static Set<String> refused(GoldenModel model) {
    Set<String> refused = new TreeSet<>();
    if (!PRUNABLE.contains(model.name())) {
      refused.add("prune");
    }
    boolean hasWindow =
        Checkpoint.shapeOf(model.folder()).attentions().stream()
            .anyMatch(each -> each.scoring().hasWindow());
    KINDS.stream()
        .filter(
            kind ->
                WINDOWS_ONLY.contains(model.name()) || (hasWindow && kind.endsWith("-rerotated")))
        .forEach(refused::add);
    return refused;
  }

  private void attempt(String technique, Attempt attempt) throws IOException {
    try {
      attempt.run();
    } catch (IllegalArgumentException e) {
      refusals.put(technique, e.getMessage());
    }
  }

  private static CachePolicy dropping(String kind) {
    boolean hasWindow =
        Retention.kinds().stream()
            .anyMatch(each -> kind.startsWith(each.program()) && each.least(1000) >= 32);
    return CacheKinds.policy(
        kind, hasWindow ? Map.of("ratio", "0.5", "window", "16") : Map.of("ratio", "0.5"), STORE);
  }

  private static WeightFormat fp32() {
    return new FullPrecision(Precision.FP32);
  }

  private static Generator open(Path folder, WeightFormat weights, Device... devices) {
    return Generator.open(
        folder,
        new EngineSettings(
            weights, new FullCache(), List.of(devices), 1, 1, 64, EngineSettings.UNLIMITED));
  }

  private static void generate(Generator generator, GoldenModel model, CachePolicy policy) {
    generator.use(policy);
    long[] prompt = model.trace("p200").promptIds();
    Generation generation =
        generator.generate(
            prompt, prompt.length, GenerationLimits.exactly(3), new Telling(400, false));
    assertEquals(3, generation.ids().size());
    assertTrue(
        generation.topLogits().stream().allMatch(token -> Float.isFinite(token.logit())),
        policy::toString);
  }

  private void quantize(GoldenModel model) {
    Path out = dir.resolve("quantized");
    QuantizationSettings settings = new QuantizationSettings(-1, true, false, false, 0.01);
    new Quantizer(model.folder(), settings, CPU).quantize(calibration(), out, new Silence());
    WeightFormat format = new LowBit(Precision.FP32, StoredFormats.of(out).orElseThrow());
    try (Generator generator = open(out, format, CPU)) {
      generate(generator, model, new FullCache());
    }
  }

  private void prune(GoldenModel model) throws IOException {
    Path text = Files.writeString(dir.resolve("calibration.txt"), "not read again");
    Path out = dir.resolve("pruned");
    Sizes sizes = new Sizes(2, 48, 64, 2, 1);
    Pruning.run(model.folder(), List.of(text), calibration(), sizes, out, CPU);
    try (Generator generator = open(out, fp32(), CPU)) {
      generate(generator, model, new FullCache());
    }
  }

  /** Longer than a window. */
  private static Calibration calibration() {
    long[] ids = LongStream.range(0, 100).map(i -> 3 + i * i % 350).toArray();
    return new Calibration(0, List.of(new CalibrationSequence("test", "", 0, TokenIds.of(ids))));
  }

  private static final class Silence implements QuantizationListener {
    @Override
    public void quantized(int layer, MatrixReport matrix) {}

    @Override
    public void written(int layer) {}

    @Override
    public void found(int layer) {}
  }
}
