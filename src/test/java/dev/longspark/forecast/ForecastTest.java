package dev.longspark.forecast;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longspark.config.ConfigException;
import dev.longspark.config.StudyFile;
import dev.longspark.plan.StudyPlan;
import dev.longspark.plan.StudyResolver;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ForecastTest {
  @Test
  void foretellsEveryCellOfThePapersStudy() {
    List<CellForecast> cells = forecast("techniques=[FP16, Minitron]").cells();

    assertEquals(2 * 2 * 6, cells.size());
    CellForecast narrative = cells.get(0);
    assertEquals("llama-3.1-8b / FP16 / narrativeqa / paper", narrative.cell().label());
    assertEquals(200, narrative.promptTokens().size());
    assertTrue(narrative.percentile(50) < narrative.percentile(90));
    assertTrue(narrative.fits());
  }

  @Test
  void saysWhatDoesNotFitAndWhatWould() {
    Forecast forecast = forecast("techniques=[FP16, Minitron]", "resources.memory=30GB");
    List<CellForecast> cells = forecast.cells();
    CellForecast nemo = cells.get(12);

    assertEquals("mistral-nemo-12b / FP16 / narrativeqa / paper", nemo.cell().label());
    assertFalse(nemo.fits());
    assertTrue(nemo.tooLong() > 0 && nemo.tooLong() < 200);
    assertEquals(2, forecast.devicesNeeded(nemo));
    assertEquals(List.of("Minitron"), forecast.techniquesThatFit(nemo, cells));
  }

  @Test
  void refusesWhatDoesNotFitUnlessToldOtherwise() {
    Forecast refused = forecast("techniques=[FP16]", "resources.memory=30GB");

    ConfigException fault = assertThrows(ConfigException.class, refused::requireFit);
    assertTrue(
        fault
            .getMessage()
            .startsWith(
                "Cannot fit 2 cells into resources.memory, such as mistral-nemo-12b / FP16 /"
                    + " narrativeqa / paper: the longest prompt has 49164 tokens, "),
        fault.getMessage());
    assertDoesNotThrow(
        forecast("techniques=[FP16]", "resources.memory=30GB", "resources.over-budget=run")
            ::requireFit);
    assertDoesNotThrow(forecast("techniques=[FP16]", "resources.memory=0")::requireFit);
  }

  @Test
  void saysWhichBatchIsTheLargestThatFits() {
    Forecast forecast =
        forecast(
            "techniques=[FP16]",
            "resources.memory=60GB",
            "resources.over-budget=run",
            "generation.batch=[1,2,64]");
    List<CellForecast> cells = forecast.cells(); // of the first model: a batch's tasks, the next's
    CellForecast alone = cells.get(0);
    CellForecast pair = cells.get(6);
    CellForecast many = cells.get(12);

    assertEquals("llama-3.1-8b / FP16@2 / narrativeqa / paper", pair.cell().label());
    assertEquals(
        2 * alone.needs().orElseThrow().fullestDevice().cache(),
        pair.needs().orElseThrow().fullestDevice().cache());
    int largest = forecast.largestBatch(alone).orElseThrow();
    assertTrue(largest > 2 && largest < 64, largest + "");
    assertEquals(largest, forecast.largestBatch(many).orElseThrow());
    assertTrue(pair.fits());
    assertFalse(many.fits());
  }

  @Test
  void capsPromptsAndForcesLengths() {
    StudyPlan plan = plan("techniques=[FP16]", "generation.forced-length=77", "tasks=[qasper]");
    assertEquals(77, plan.newTokens(plan.cells().get(0)));
    assertEquals(OptionalInt.of(130_000), plan.maxPromptTokens(plan.cells().get(0)));

    List<CellForecast> cells =
        forecast("techniques=[FP16]", "models.llama-3.1-8b.max-prompt-tokens=4000").cells();
    assertEquals(4000, cells.get(0).longestPrompt());
  }

  private static Forecast forecast(String... overrides) {
    StudyPlan plan = plan(overrides);
    PromptLengths lengths = new PromptLengths(plan.tasks());
    PublishedLengths.addTo(lengths, plan.study().tasks(), 0);
    return new Forecast(plan, lengths);
  }

  private static StudyPlan plan(String... overrides) {
    return StudyResolver.plan(
        StudyFile.read(Path.of("conf/paper-8b-12b.yaml"), List.of(overrides)));
  }
}
