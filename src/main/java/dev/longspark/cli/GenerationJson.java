package dev.longspark.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.longspark.engine.generation.Generation;
import dev.longspark.measurement.MemoryUse;
import dev.longspark.measurement.Timings;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** One generation as the object that {@code generate --json} prints. */
final class GenerationJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private GenerationJson() {}

  /** Writes one line; the text is null where the model has no tokenizer. */
  static String line(Generation generation, Optional<String> text, Map<String, String> kernels) {
    ObjectNode root = JSON.createObjectNode();
    ArrayNode ids = root.putArray("ids");
    generation.ids().forEach(ids::add);
    root.put("text", text.orElse(null));
    root.put("finishReason", generation.finishReason().name());
    root.put("promptTokens", generation.promptTokens());
    ArrayNode logits = root.putArray("topLogits");
    generation.topLogits().forEach(top -> logits.addArray().add(top.id()).add(top.logit()));
    root.set("timings", timings(generation.timings()));
    root.set("bytes", bytes(generation.memory()));
    root.put("energyJoules", generation.energyJoules() < 0 ? null : generation.energyJoules());
    if (!generation.keptPositions().isEmpty()) {
      root.set("kept", JSON.valueToTree(generation.keptPositions()));
    }
    ObjectNode names = root.putObject("kernels");
    new TreeMap<>(kernels).forEach(names::put);
    ArrayNode warnings = root.putArray("warnings");
    generation.warnings().forEach(warning -> warnings.add(warning.name()));
    try {
      return JSON.writeValueAsString(root);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("Cannot write the generation as JSON", e);
    }
  }

  private static ObjectNode timings(Timings timings) {
    ObjectNode node = JSON.createObjectNode();
    node.put("prefillMs", timings.prefillMs());
    node.put("timeToFirstTokenMs", timings.timeToFirstTokenMs());
    node.put("decodeMs", timings.decodeMs());
    node.put("endToEndMs", timings.endToEndMs());
    ArrayNode tokens = node.putArray("tokenMs");
    timings.tokenMs().forEach(tokens::add);
    node.put("tokensPerSecond", timings.tokensPerSecond());
    node.put("decodeTokensPerSecond", timings.decodeTokensPerSecond());
    return node;
  }

  private static ObjectNode bytes(MemoryUse memory) {
    ObjectNode node = JSON.createObjectNode();
    node.put("weights", memory.weightBytes());
    node.put("cache", memory.cacheBytes());
    node.put("peak", memory.peak().bytes());
    node.put("peakSource", memory.peak().source().name());
    return node;
  }
}
