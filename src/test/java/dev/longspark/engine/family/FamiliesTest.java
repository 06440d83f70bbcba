package dev.longspark.engine.family;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.longspark.engine.Activation;
import dev.longspark.engine.AttentionShape;
import dev.longspark.engine.FeedForwardShape;
import dev.longspark.engine.LayerShape;
import dev.longspark.engine.ModelShape;
import dev.longspark.engine.Projections;
import dev.longspark.engine.Scoring;
import dev.longspark.testing.LlamaShapes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FamiliesTest {
  private static final AttentionShape.Full ATTENTION = LlamaShapes.attention(4, 2, 8);
  private static final FeedForwardShape.Gated GATED = new FeedForwardShape.Gated(16);

  /** A layer that shapes can say, and what is said of it. */
  private record Refused(LayerShape layer, String part) {}

  private static Stream<Refused> refused() {
    Scoring usual = ATTENTION.scoring();
    return Stream.of(
        new Refused(
            new LayerShape(
                scored(new Scoring(usual.scale(), usual.cap(), usual.window(), true)), GATED),
            "attention sinks"),
        new Refused(
            new LayerShape(ATTENTION, new FeedForwardShape.Experts(8, 2, GATED, true, false, 0)),
            "a feed-forward network of the kind experts_silu"),
        new Refused(
            new LayerShape(
                ATTENTION, new FeedForwardShape.Gated(16, Activation.CLAMPED_SWIGLU, false, false)),
            "of the kind clamped_swiglu"));
  }

  private static AttentionShape.Full scored(Scoring scoring) {
    return new AttentionShape.Full(4, 2, 8, ATTENTION.rope(), scoring, Projections.PLAIN);
  }

  @ParameterizedTest
  @MethodSource("refused")
  void whatTheProgramsDoNotComputeIsRefusedByName(Refused refused) {
    ModelShape shape = LlamaShapes.model(32, 100, true, List.of(refused.layer()));

    String message =
        assertThrows(
                IllegalArgumentException.class, () -> ProgramLimits.require(shape, "config.json"))
            .getMessage();

    assertTrue(message.startsWith("Cannot compute the model of config.json"), message);
    assertTrue(message.contains(refused.part()), message);
  }

  /** A kind stands in block.py's catalogue if and only if it is not refused. */
  @Test
  void programsKnowTheKindsThatAreNotRefused() throws IOException {
    String catalogues =
        Files.readString(Path.of("src/main/resources/torchscript/block.py"))
            .split("# --- the catalogues", 2)[1];
    Set<String> known = new HashSet<>(ProgramLimits.ATTENTIONS);
    known.addAll(ProgramLimits.FEED_FORWARDS);

    Set<String> there =
        Pattern.compile("kind [!=]= \"(\\w+)\"")
            .matcher(catalogues)
            .results()
            .map(match -> match.group(1))
            .collect(Collectors.toSet());

    assertEquals(known, there);
  }

  /** A row of conf/README.md for each class, and the models of the rows in README.md. */
  @Test
  void theListsOfModelsAreTheCatalogue() throws IOException {
    Map<String, String> models =
        Pattern.compile("(?m)^\\| `(\\w+ForCausalLM)` \\| ([^|]+) \\|")
            .matcher(Files.readString(Path.of("conf/README.md")))
            .results()
            .collect(
                Collectors.toMap(
                    row -> row.group(1), row -> row.group(2), (a, b) -> a, LinkedHashMap::new));

    assertEquals(
        Families.DECODERS.stream().map(DecoderFamily::className).collect(Collectors.toSet()),
        models.keySet());
    assertTrue(
        Files.readString(Path.of("README.md"))
            .contains("| models | " + String.join(", ", models.values()) + "; "));
  }

  @Test
  void eachFamilyHasNamesOfItsOwn() {
    for (DecoderFamily family : Families.DECODERS) {
      assertEquals(
          family, Families.decoder(config("{'architectures': ['" + family.className() + "']}")));
      assertEquals(
          family, Families.decoder(config("{'model_type': '" + family.modelType() + "'}")));
    }
  }

  @Test
  void saysWhatElseAFolderHolds() {
    JsonObject bert = config("{'model_type': 'bert'}");
    JsonObject llama = config("{'model_type': 'llama'}");

    assertMessage(
        "Expected a decoder in test but it is a token classifier: BertForTokenClassification",
        () -> Families.decoder(bert));
    assertMessage(
        "Expected a token classifier in test but it is a decoder: LlamaForCausalLM",
        () -> Families.encoder(llama));
  }

  private static void assertMessage(String message, Executable call) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
  }

  private static JsonObject config(String json) {
    try {
      byte[] bytes = json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
      return new JsonObject("test", new ObjectMapper().readTree(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
