package dev.longspark.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a run was made from, as its row tells it. */
final class ManifestFacts {
  private final JsonNode json;

  private ManifestFacts(JsonNode json) {
    this.json = json;
  }

  /**
   * Reads a manifest.
   *
   * @throws IllegalArgumentException if it is no JSON
   */
  static ManifestFacts of(String text) {
    try {
      return new ManifestFacts(new ObjectMapper().readTree(text));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("Invalid manifest: " + e.getOriginalMessage(), e);
    }
  }

  /** The study file as it held. */
  String study() {
    return json.path("study").asText();
  }

  /** Everything but the study: versions and devices of all drivers, data, seeds. */
  List<Fact> facts() {
    Map<String, Set<String>> facts = new LinkedHashMap<>();
    json.path("drivers")
        .forEach(
            driver ->
                driver
                    .fields()
                    .forEachRemaining(
                        field -> {
                          if (!field.getKey().equals("started")) {
                            facts
                                .computeIfAbsent(field.getKey(), name -> new LinkedHashSet<>())
                                .add(field.getValue().asText());
                          }
                        }));
    List<Fact> all = new ArrayList<>();
    facts.forEach((name, values) -> all.add(fact(name, String.join(", ", values))));
    json.path("checksums")
        .fields()
        .forEachRemaining(
            model ->
                all.add(
                    fact(
                        "checkpoint " + model.getKey(),
                        "%s, checksum %s"
                            .formatted(
                                model.getValue().path("path").asText(),
                                checksum(model.getValue().path("checksum"))))));
    json.path("imports")
        .forEach(
            file ->
                all.add(
                    fact(
                        "import " + file.path("technique").asText(),
                        "%s, %s, SHA-256 %.12s…"
                            .formatted(
                                file.path("file").asText(),
                                file.path("format").asText(),
                                file.path("sha256").asText()))));
    json.path("data")
        .fields()
        .forEachRemaining(
            task ->
                all.add(
                    fact(
                        "data " + task.getKey(),
                        "%d samples, SHA-256 %.12s…"
                            .formatted(
                                task.getValue().path("samples").asInt(),
                                task.getValue().path("sha256").asText()))));
    json.path("seeds")
        .fields()
        .forEachRemaining(
            seed -> all.add(fact("seed of " + seed.getKey(), seed.getValue().asText())));
    if (json.has("scorer_version")) {
      all.add(fact("scorer", json.path("scorer_version").asText()));
    }
    return all;
  }

  /** A model that is no checkpoint has no files that anybody could have read. */
  private static String checksum(JsonNode checksum) {
    return checksum.isMissingNode() ? "not known" : "%.12s…".formatted(checksum.asText());
  }

  private static Fact fact(String name, String value) {
    return new Fact(name.replace('_', ' '), value);
  }
}
