package dev.longspark.forecast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longspark.config.StudyFile;
import dev.longspark.plan.StudyPlan;
import dev.longspark.plan.StudyResolver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The plans of the paper's studies beside the paper's Mem columns. */
class PublishedMemoryTest {
  /** Their prompts went through the model whole; ours go in chunks. */
  private static final String WHOLE_PROMPT = "generation.prefill-chunk=131072";

  /** The lengths are estimated from published words. */
  private static final double TOLERANCE = 0.12;

  private static final Path TABLES = Path.of("src/main/resources/published");
  private static final Map<String, String> MODELS =
      Map.of(
          "Llama3.1-8B", "llama-3.1-8b",
          "Mistral-Nemo-12B", "mistral-nemo-12b",
          "Llama3.1-70B", "llama-3.1-70b");
  private static final Set<String> SIXTEEN_BITS =
      Set.of("FP16", "BF16", "FP16_c", "BF16_c", "Minitron", "KV-Q+c", "Mini+c");

  private static final Map<List<String>, Double> PREDICTED = new HashMap<>();

  /** A number of the paper, in GB. */
  private record Published(String model, String technique, String task, double gigabytes) {
    private double ratio() {
      return PREDICTED.get(List.of(MODELS.get(model), technique, task)) / gigabytes;
    }
  }

  @BeforeAll
  static void planThePapersStudies() {
    for (String file : List.of("conf/paper-8b-12b.yaml", "conf/paper-70b.yaml")) {
      StudyPlan plan = StudyResolver.plan(StudyFile.read(Path.of(file), List.of(WHOLE_PROMPT)));
      try (PromptLengths lengths = new PromptLengths(plan.tasks())) {
        PublishedLengths.addTo(lengths, plan.study().tasks(), 0);
        for (CellForecast cell : new Forecast(plan, lengths).cells()) {
          PREDICTED.put(
              List.of(
                  cell.cell().model(), cell.cell().technique().name(), cell.cell().task().name()),
              cell.needs().orElseThrow().meanBytes() / 1e9);
        }
      }
    }
  }

  @Test
  void holdsEveryCellOfThePaper() throws IOException {
    assertEquals(13 * 2 * 6 + 5 * 6, PREDICTED.size());
    assertEquals(186, published().size());
    published().forEach(number -> assertTrue(number.ratio() > 0, number::toString));
  }

  @Test
  void sixteenBitWeightsAgree() throws IOException {
    for (Published number : published()) {
      boolean quantizedCache =
          number.technique().equals("KV-Q") || number.technique().equals("Mini+KVQ");
      if (SIXTEEN_BITS.contains(number.technique())
          || (quantizedCache && number.model().equals("Llama3.1-8B"))) {
        assertEquals(1, number.ratio(), TOLERANCE, number::toString);
      }
    }
  }

  /**
   * The paper gives one number for prompts of 2 000 and of 24 000 tokens: it has no cache in it.
   */
  @Test
  void thePapersQuantizedCachesOfTheLargerModelsDoNotGrow() throws IOException {
    for (String model : List.of("Mistral-Nemo-12B", "Llama3.1-70B")) {
      double[] gigabytes =
          published().stream()
              .filter(number -> number.model().equals(model) && number.technique().equals("KV-Q"))
              .mapToDouble(Published::gigabytes)
              .toArray();

      assertEquals(6, gigabytes.length);
      for (double each : gigabytes) {
        assertEquals(gigabytes[0], each, 0.3);
      }
    }
  }

  /** Every cell once: Table 6 repeats the baseline of Table 4, with misprints. */
  private static Collection<Published> published() throws IOException {
    Map<String, Published> all = new LinkedHashMap<>();
    for (String table :
        List.of("table4_level1.csv", "table6_level2.csv", "table3_scalability_70b.csv")) {
      List<String> lines = Files.readAllLines(TABLES.resolve(table));
      List<String> columns = List.of(lines.get(0).split(",", -1));
      for (String line : lines.subList(1, lines.size())) {
        String[] values = line.split(",", -1);
        Published number =
            new Published(
                values[columns.indexOf("model")],
                values[columns.indexOf("technique")],
                values[columns.indexOf("dataset")],
                Double.parseDouble(values[columns.indexOf("memory_gb")]));
        all.putIfAbsent(number.model() + number.technique() + number.task(), number);
      }
    }
    return all.values();
  }
}
