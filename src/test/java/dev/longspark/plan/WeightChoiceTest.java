package dev.longspark.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.longspark.engine.Precision;
import dev.longspark.engine.checkpoint.FullPrecision;
import dev.longspark.engine.checkpoint.LowBit;
import dev.longspark.engine.checkpoint.StoredFormat;
import dev.longspark.engine.checkpoint.StoredFormats;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WeightChoiceTest {
  private static final Optional<StoredFormat> GPTQ =
      StoredFormats.of(Path.of("src/main/resources/sample/base-gptq"));

  @Test
  void takesAFormatThatAnswersToTheWord() {
    for (String word : new String[] {"gptq", "w4a16"}) {
      assertEquals(
          new LowBit(Precision.BF16, GPTQ.orElseThrow()), packed(word, "four-bit").format(GPTQ));
    }
    assertEquals(
        new FullPrecision(Precision.FP32), new WeightChoice.Whole(Precision.FP32).format(GPTQ));
  }

  @Test
  void refusesAnotherFormatOrNone() {
    assertEquals(
        "it holds gptq or w4a16, and awq is asked for",
        assertThrows(IllegalArgumentException.class, () -> packed("awq", "four-bit").format(GPTQ))
            .getMessage());
    assertEquals(
        "its config.json has no quantization_config",
        assertThrows(
                IllegalArgumentException.class,
                () -> packed("gptq", "four-bit").format(Optional.empty()))
            .getMessage());
  }

  /** Recorded runs hold fingerprints of these texts. */
  @Test
  void keepsItsRecordedIdentity() {
    assertEquals(
        "FullPrecision[precision=FP16]", new WeightChoice.Whole(Precision.FP16).identity());
    assertEquals(
        "Gptq[precision=FP16]", TechniqueCatalog.builtIn().technique("W4A16").weights().identity());
  }

  private static WeightChoice packed(String found, String checkpoint) {
    return new WeightChoice.Packed(Precision.BF16, checkpoint, found);
  }
}
