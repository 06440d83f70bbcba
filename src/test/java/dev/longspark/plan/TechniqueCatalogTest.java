package dev.longspark.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longspark.compression.CompressionSettings;
import dev.longspark.config.ConfigException;
import dev.longspark.config.ModelVariant;
import dev.longspark.config.Study;
import dev.longspark.config.StudyFile;
import dev.longspark.engine.Precision;
import dev.longspark.engine.cache.Budget;
import dev.longspark.engine.cache.CachePolicy;
import dev.longspark.engine.cache.Eviction;
import dev.longspark.engine.cache.FullCache;
import dev.longspark.engine.cache.KiviCache;
import dev.longspark.engine.cache.QuantizedCache;
import dev.longspark.engine.cache.StreamingLlm;
import dev.longspark.engine.cache.View;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TechniqueCatalogTest {
  /** Table 1 of the paper, and the reference of parity. */
  private static final List<String> TABLE_1 =
      List.of(
          "FP32",
          "FP16",
          "BF16",
          "FP16_c",
          "BF16_c",
          "KV-Q",
          "W4A16",
          "Minitron",
          "KV-Q+c",
          "W4A16+c",
          "Mini+c",
          "W4A16+KVQ",
          "Mini+KVQ",
          "Mini+W4A16",
          "Nemotron");

  @Test
  void hasEveryNameOfTable1() {
    List<String> names = TechniqueCatalog.builtIn().names();
    assertEquals(TABLE_1, names.subList(0, TABLE_1.size()));
    assertEquals(TABLE_1, names.stream().filter(TechniqueCatalog.builtIn()::isPublished).toList());
  }

  @Test
  void methodsThatDropTokensKeepHalf() {
    List<String> names = TechniqueCatalog.builtIn().names();
    List<String> others = names.subList(TABLE_1.size(), names.size());
    for (String name : others.stream().filter(each -> !isLowBit(each)).toList()) {
      Technique technique = TechniqueCatalog.builtIn().technique(name);
      Eviction eviction = assertInstanceOf(Eviction.class, technique.cache());
      assertEquals(new Budget.Ratio(0.5), eviction.budget(), name);
      assertEquals(View.PROMPT, eviction.view(), name);
      assertEquals(name.contains("KVQ"), eviction.store().equals(QuantizedCache.DEFAULT), name);
    }
    assertEquals(
        List.of("snapkv", "kvq"),
        TechniqueCatalog.builtIn().technique("W4A16+SnapKV+KVQ").cache().changes());
  }

  private static boolean isLowBit(String name) {
    return List.of("W8A16", "W8A8", "FP8", "NF4").stream().anyMatch(name::contains);
  }

  @Test
  void lowBitTechniquesReadTheCheckpointOfTheirWord() {
    Technique stack = TechniqueCatalog.builtIn().technique("NF4+KVQ");
    assertEquals(new WeightChoice.Packed(Precision.FP16, "nf4", "nf4"), stack.weights());
    assertEquals(QuantizedCache.DEFAULT, stack.cache());
    assertEquals(
        16, TechniqueCatalog.builtIn().names().stream().filter(name -> isLowBit(name)).count());
  }

  @Test
  void aNameIsARowOfAxisValues() {
    Technique minitron = catalog().technique("Minitron");
    assertEquals(ModelVariant.PRUNED, minitron.variant());
    assertEquals(new WeightChoice.Whole(Precision.FP16), minitron.weights());
    assertEquals(new FullCache(), minitron.cache());
    assertEquals(1, minitron.compression().keepRate());

    Technique compressed = catalog().technique("BF16_c");
    assertEquals(Precision.BF16, compressed.weights().precision());
    assertEquals(0.5, compressed.compression().keepRate());
  }

  @Test
  void readsAllPairsAcrossAxes() {
    Set<Technique> techniques = new HashSet<>();
    for (String compression : List.of("none", "llmlingua-2")) {
      for (String variant : List.of("full", "pruned")) {
        for (String weights : List.of("full", "gptq")) {
          for (String precision : List.of("fp32", "fp16", "bf16")) {
            Technique technique =
                own(
                    "compression.kind=" + compression,
                    "variant=" + variant,
                    "weights.format=" + weights,
                    "weights.precision=" + precision);
            double kept = compression.equals("none") ? 1 : 0.5;
            assertEquals(kept, technique.compression().keepRate());
            assertEquals(
                weights.equals("gptq"), technique.weights() instanceof WeightChoice.Packed);
            techniques.add(technique);
          }
        }
      }
    }
    assertEquals(24, techniques.size());
  }

  @Test
  void takesTheSettingsOfCompression() {
    Technique technique =
        own(
            "compression.kind=llmlingua-2",
            "compression.rate=0.25",
            "compression.force-tokens=[\"\\n\", \".\"]",
            "compression.force-digits=true",
            "compression.drop-consecutive=true");

    CompressionSettings settings =
        assertInstanceOf(PromptCompression.LlmLingua2.class, technique.compression())
            .spec()
            .settings();
    assertEquals(0.25, settings.rate());
    assertEquals(List.of("\n", "."), settings.forceTokens());
    assertTrue(settings.does(CompressionSettings.Step.FORCE_DIGITS));
    assertTrue(settings.does(CompressionSettings.Step.DROP_CONSECUTIVE));
  }

  @Test
  void refusesSettingsThatTheirKindDoesNotTake() {
    assertFault(
        "Invalid own-techniques.mine.cache: kind 'full' takes no other keys (did you forget"
            + " cache.kind?)",
        "cache.bits=2");
    assertFault(
        "Invalid own-techniques.mine.compression: kind 'none' takes no other keys (did you forget"
            + " compression.kind?)",
        "compression.rate=0.5");
  }

  @Test
  void refusesTwoWeightFormats() {
    ConfigException fault =
        assertThrows(ConfigException.class, () -> own("weights.format=[full, gptq]"));
    assertTrue(
        fault
            .getMessage()
            .startsWith(
                "Invalid own-techniques.mine.weights.format: ['full', 'gptq'] (must be text)"),
        fault.getMessage());
  }

  @Test
  void refusesALowBitCheckpointForFullWeights() {
    assertFault(
        "Invalid own-techniques.mine.weights.from: 'awq' (format 'full' reads the model's own"
            + " checkpoint; what must be in this one?)",
        "weights.from=awq");
  }

  @Test
  void asksForACompressor() {
    ConfigException fault =
        assertThrows(ConfigException.class, () -> TechniqueCatalog.builtIn().technique("FP16_c"));
    assertEquals(
        "Technique 'FP16_c' needs a prompt compressor (set compressor.checkpoint)",
        fault.getMessage());
  }

  @Test
  void takesTheSettingsOfTheCache() {
    assertEquals(new QuantizedCache(4, 64, 128), own("cache.kind=quantized").cache());
    assertEquals(new KiviCache(4, 32, 128), own("cache.kind=kivi").cache());
    assertEquals(
        new QuantizedCache(2, 32, 64),
        own(
                "cache.kind=quantized",
                "cache.bits=2",
                "cache.group-size=32",
                "cache.residual-length=64")
            .cache());
    assertEquals(
        new KiviCache(2, 64, 256),
        own("cache.kind=kivi", "cache.bits=2", "cache.group-size=64", "cache.residual-length=256")
            .cache());
  }

  @Test
  void takesWhatIsKeptBesideHowItIsStored() {
    CachePolicy dropped =
        new Eviction(
            StreamingLlm.DEFAULT,
            false,
            new Budget.Ratio(0.75),
            View.PROMPT,
            new QuantizedCache(2, 64, 128));
    String[] keep = {"cache.keep.kind=streamingllm", "cache.keep.ratio=0.75"};

    assertEquals(
        dropped, own(keep[0], keep[1], "cache.store.kind=quantized", "cache.store.bits=2").cache());
    assertEquals(dropped, own(keep[0], keep[1], "cache.kind=quantized", "cache.bits=2").cache());
    assertEquals(new KiviCache(4, 32, 128), own("cache.store.kind=kivi").cache());
  }

  @Test
  void refusesAStorageThatIsSaidTwiceAndSettingsOfAnotherKind() {
    ConfigException twice =
        assertThrows(
            ConfigException.class, () -> own("cache.kind=kivi", "cache.store.kind=quantized"));
    assertTrue(
        twice
            .getMessage()
            .startsWith(
                "Invalid own-techniques.mine.cache.store: a map (give its keys either here or"
                    + " beside it)"),
        twice.getMessage());
    assertFault(
        "Invalid own-techniques.mine: Invalid keep: kind 'all' takes no other keys",
        "cache.keep.ratio=0.5");
    assertFault(
        "Invalid own-techniques.mine: Invalid ratio: 1.5 (must be from 0 to below 1, the share that"
            + " goes)",
        "cache.keep.kind=streamingllm",
        "cache.keep.ratio=1.5");
  }

  @Test
  void quantizesTheCacheWhereTable1SaysKvq() {
    for (String name : List.of("KV-Q", "W4A16+KVQ", "Mini+KVQ")) {
      assertEquals(new QuantizedCache(4, 64, 128), catalog().technique(name).cache());
    }
  }

  @Test
  void refusesCacheSettingsThatNoPolicyHas() {
    assertFault(
        "Invalid own-techniques.mine: Invalid bits of a quantized cache: 3 (must be 2, 4 or 8)",
        "cache.kind=quantized",
        "cache.bits=3");
    assertFault(
        "Invalid own-techniques.mine: Invalid residual length of a KIVI cache: 100 (must be a"
            + " multiple of the group size 32)",
        "cache.kind=kivi",
        "cache.residual-length=100");
  }

  private static void assertFault(String message, String... settings) {
    ConfigException fault = assertThrows(ConfigException.class, () -> own(settings));
    assertEquals(message, fault.getMessage());
  }

  private static Technique own(String... settings) {
    List<String> overrides = new ArrayList<>();
    for (String setting : settings) {
      overrides.add("own-techniques.mine." + setting);
    }
    return TechniqueCatalog.of(study(overrides)).technique("mine");
  }

  private static TechniqueCatalog catalog() {
    return TechniqueCatalog.of(study(List.of()));
  }

  private static Study study(List<String> overrides) {
    return StudyFile.read(Path.of("conf/paper-8b-12b.yaml"), overrides);
  }
}
