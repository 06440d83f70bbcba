package dev.longspark.forecast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longspark.config.Study;
import dev.longspark.engine.checkpoint.Checkpoint;
import dev.longspark.engine.checkpoint.WeightFormat;
import dev.longspark.engine.family.DecoderModel;
import dev.longspark.plan.Technique;
import dev.longspark.plan.TechniqueCatalog;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MemoryModelTest {
  private static final int CHUNK = 2048;
  private static final Technique FP16 = TechniqueCatalog.builtIn().technique("FP16");
  private static final WeightFormat FORMAT = FP16.weights().format(Optional.empty());

  /** Weights and cache bytes per token, counted from the published shapes. */
  @ParameterizedTest
  @CsvSource({
    "llama-3.1-8b-instruct, 16060522496, 131072",
    "llama-3.1-70b-instruct, 141107412992, 327680",
    "mistral-nemo-instruct-2407, 24495564800, 163840",
    "llama-3.1-minitron-4b-width-base, 9025492992, 131072",
    "mistral-nemo-minitron-8b-base, 16828211200, 163840",
    "llama-3.1-nemotron-51b-instruct, 103002030080, 189952"
  })
  void countsTheModelsOfThePaper(String name, long weightBytes, long cacheBytesPerToken) {
    MemoryModel memory =
        new MemoryModel(model(name), FP16, FORMAT, CHUNK, 1, Study.Pipeline.EXCLUSIVE);

    DeviceMemory device = memory.at(1000, 0).get(0);

    assertEquals(weightBytes, device.weights());
    assertEquals(1000 * cacheBytesPerToken, device.cache());
  }

  /** The paper prints 16.06 + 4.11 + 1.05 for it; the last is the output matrix counted twice. */
  @Test
  void correctsThePapersExample() {
    MemoryModel memory =
        new MemoryModel(
            model("llama-3.1-8b-instruct"), FP16, FORMAT, CHUNK, 1, Study.Pipeline.EXCLUSIVE);

    DeviceMemory device = memory.at(32000, 97).get(0);

    assertEquals(4_206_886_912L, device.cache());
    assertTrue(device.logits() < 2_000_000);
    assertTrue(device.activations() < 600_000_000);
  }

  @Test
  void spreadsLayersSoThatTheFullestDeviceHoldsLittle() {
    DecoderModel model = model("llama-3.1-70b-instruct");

    List<DeviceMemory> devices =
        new MemoryModel(model, FP16, FORMAT, CHUNK, 6, Study.Pipeline.EXCLUSIVE).at(4000, 512);

    assertEquals(6, devices.size());
    assertEquals(141_107_412_992L, devices.stream().mapToLong(DeviceMemory::weights).sum());
    long fullest = devices.stream().mapToLong(DeviceMemory::weights).max().orElseThrow();
    assertTrue(fullest < 141_107_412_992L / 6.0 * 1.08, () -> Long.toString(fullest));
    assertEquals(
        model.shape().keyValueBytesPerToken(FP16.weights().precision()) * 4511,
        devices.stream().mapToLong(DeviceMemory::cache).sum());
    assertEquals(0, devices.get(0).logits());
    assertTrue(devices.get(5).logits() > 0);
  }

  @Test
  void findsTheLongestPromptThatFits() {
    MemoryModel memory =
        new MemoryModel(
            model("mistral-nemo-instruct-2407"), FP16, FORMAT, CHUNK, 1, Study.Pipeline.EXCLUSIVE);
    long budget = 40_000_000_000L;

    int longest = memory.longestPrompt(budget, 512);

    assertTrue(memory.fullest(longest, 512).total() <= budget);
    assertTrue(memory.fullest(longest + 1, 512).total() > budget);
    assertEquals(0, memory.longestPrompt(20_000_000_000L, 512));
  }

  private static DecoderModel model(String name) {
    return Checkpoint.modelOf(Path.of("conf/models", name));
  }
}
