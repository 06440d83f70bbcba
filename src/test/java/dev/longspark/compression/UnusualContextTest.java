package dev.longspark.compression;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class UnusualContextTest {
  private static final CompressionSettings HALF = CompressionSettings.atRate(0.5, List.of());

  private static PromptCompressor xlmRoberta;
  private static PromptCompressor bert;

  @BeforeAll
  static void open() {
    xlmRoberta = PromptCompressor.open(model("xlmr-cases.json"));
    bert = PromptCompressor.open(model("bert-cases.json"));
  }

  @AfterAll
  static void close() {
    xlmRoberta.close();
    bert.close();
  }

  private static CompressorModel model(String cases) {
    return CompressorModel.of(Golden.model(Golden.read(cases)).toString());
  }

  @Test
  void anEmptyContextStaysEmpty() {
    Compressed compressed = bert.compress("", HALF);

    assertEquals("", compressed.text());
    assertEquals(0, compressed.originTokens());
    assertEquals(1, compressed.achievedRate());
  }

  @Test
  void aSingleWordVanishesAsInTheReference() {
    Compressed compressed = xlmRoberta.compress("pier", HALF);

    assertEquals("", compressed.text());
    assertEquals(List.of("pier"), compressed.words().stream().map(ScoredWord::text).toList());
    assertEquals(0, compressed.achievedRate());
  }

  @Test
  void aSingleForcedWordStays() {
    CompressionSettings settings = CompressionSettings.atRate(0.5, List.of("pier"));

    assertEquals("pier", bert.compress("pier", settings).text());
  }

  @Test
  void punctuationDigitsAndMixedScriptsAreWords() {
    for (String context : List.of("... ?! -- ()", "1 22 333 4444", "pier 港口 пирс ١٢")) {
      for (PromptCompressor compressor : List.of(xlmRoberta, bert)) {
        Compressed compressed = compressor.compress(context, HALF);

        assertTrue(compressed.words().size() > 1, context);
        assertTrue(compressed.keptTokens() <= compressed.originTokens(), context);
      }
    }
  }

  @Test
  void unknownCharactersVanish() {
    Compressed compressed = bert.compress("the 🙂 pier went dark \ud83d at noon", HALF);

    assertTrue(compressed.words().stream().noneMatch(word -> word.text().contains("🙂")));
  }

  @Test
  void aContextOfUnknownCharactersOnlyIsRejectedAsInTheReference() {
    IllegalArgumentException error =
        assertThrows(IllegalArgumentException.class, () -> bert.compress("🙂 🙂", HALF));

    assertEquals(
        "Cannot compress a chunk without words: its tokens are all unknown", error.getMessage());
  }

  @Test
  void chunksOfALongContextAreJoinedInOrder() {
    String context = "the pier went dark at noon. ".repeat(1000);

    Compressed compressed = bert.compress(context, CompressionSettings.atRate(1, List.of()));

    assertEquals(context.replace(" ", ""), compressed.text().replace(" ", ""));
  }

  @Test
  void targetTokensReplaceTheRate() {
    String context = "the pier went dark at noon. ".repeat(100);
    CompressionSettings settings =
        new CompressionSettings(
            0.5,
            140,
            HALF.steps(),
            HALF.contextBudget(),
            HALF.wordProbability(),
            List.of(),
            HALF.chunkEndTokens());

    Compressed compressed = bert.compress(context, settings);

    assertEquals(140.0 / compressed.originTokens(), compressed.requestedRate());
    assertEquals(compressed.requestedRate(), compressed.achievedRate(), 0.1);
  }
}
