package dev.longspark.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.longspark.config.ModelEntry;
import dev.longspark.config.Study;
import dev.longspark.data.SampleCount;
import dev.longspark.engine.torchscript.TorchRuntime;
import dev.longspark.hash.Digest;
import dev.longspark.plan.Fingerprints;
import dev.longspark.plan.StudyCheckpoints;
import dev.longspark.plan.StudyPlan;
import dev.longspark.scoring.Scorer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.iceberg.IcebergBuild;

/**
 * What a run is made from, as JSON: the study as it holds, the data by their hashes, or the files
 * that were imported, and every driver that worked on it with its code and its platform.
 */
final class RunManifest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private RunManifest() {}

  /**
   * The manifest of a run that is started or continued.
   *
   * @param checkpoints of the run
   * @param earlier the manifest so far, whose drivers and techniques are kept; <code>{}</code> at
   *     first
   * @param started when this driver started
   */
  static String json(
      StudyPlan plan,
      StudySamples samples,
      PlannedTechniques techniques,
      Fingerprints checkpoints,
      String earlier,
      Instant started) {
    Study study = plan.study();
    try {
      ObjectNode manifest = JSON.createObjectNode();
      manifest.put("study", study.manifest());
      JsonNode before = read(earlier);
      ObjectNode seeds = continued(manifest, before, "seeds");
      for (ModelEntry model : study.models()) {
        model.checkpoints().ifPresent(files -> seeds.put(model.name(), files.seed()));
      }
      ObjectNode checksums = continued(manifest, before, "checksums");
      StudyCheckpoints.folders(study)
          .forEach((name, folder) -> checksums.set(name, checksum(folder, checkpoints)));
      for (ModelEntry model : study.models()) {
        Optional<String> address =
            model.source().map(files -> Optional.empty(), each -> Optional.of(each.address()));
        address.ifPresent(path -> checksums.putObject(model.name()).put("path", path));
      }
      ObjectNode data = continued(manifest, before, "data");
      samples.counts().forEach(count -> data.set(count.task(), data(count, samples)));
      techniques.addTo(manifest, before);
      new PlannedTasks(plan).addTo(manifest, before);
      manifest.set(
          "calibrated_on",
          PlannedTechniques.merged(
              before.path("calibrated_on"),
              CalibrationOverlap.of(plan, samples, checkpoints.hadoop()),
              "model",
              "technique",
              "task"));
      manifest
          .putObject("limits")
          .put("ttft_ms", study.limits().ttftMs())
          .put("tpot_ms", study.limits().tpotMs());
      manifest.put("scorer_version", Scorer.VERSION);
      ArrayNode drivers = manifest.putArray("drivers");
      before.path("drivers").forEach(drivers::add);
      drivers.add(
          driver(started)
              .put("device", study.resources().device().name())
              .put("devices_per_replica", study.resources().devicesPerReplica())
              .put("executors", study.resources().executors()));
      return JSON.writeValueAsString(manifest);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Cannot write the manifest of " + study.name(), e);
    }
  }

  /** An object with what it had before: a run may go on with fewer models or tasks than it has. */
  private static ObjectNode continued(ObjectNode manifest, JsonNode before, String key) {
    ObjectNode object = manifest.putObject(key);
    before.path(key).properties().forEach(each -> object.set(each.getKey(), each.getValue()));
    return object;
  }

  private static ObjectNode checksum(String folder, Fingerprints checkpoints) {
    return JSON.createObjectNode().put("path", folder).put("checksum", checkpoints.of(folder));
  }

  /**
   * The manifest, whose last driver has found these devices.
   *
   * @param devices a line each; where there are none, nothing is added
   */
  static String withDevices(String manifest, List<String> devices) {
    if (devices.isEmpty()) {
      return manifest;
    }
    JsonNode read = read(manifest);
    JsonNode drivers = read.path("drivers");
    ArrayNode lines = ((ObjectNode) drivers.path(drivers.size() - 1)).putArray("devices");
    devices.forEach(lines::add);
    return read.toString();
  }

  /**
   * The manifest of a run of imports, with one more of them.
   *
   * @param earlier the manifest so far; <code>{}</code> at first
   * @param started when this driver started
   */
  static String imported(ImportSource source, String earlier, Instant started) {
    try {
      ObjectNode manifest = JSON.createObjectNode();
      // The same file imported twice is one import.
      Set<JsonNode> imports = new LinkedHashSet<>();
      JSON.readTree(earlier).path("imports").forEach(imports::add);
      for (Path file : source.files()) {
        ObjectNode entry =
            JSON.createObjectNode()
                .put("file", file.toAbsolutePath().normalize().toString())
                .put("sha256", Digest.ofFile(file))
                .put("format", source.format().toString())
                .put("data", source.data())
                .put("model", source.model())
                .put("technique", source.technique())
                .put("protocol", source.protocol().name());
        imports.add(entry);
      }
      manifest.putArray("imports").addAll(imports);
      manifest.put("scorer_version", Scorer.VERSION);
      ArrayNode drivers = manifest.putArray("drivers");
      JSON.readTree(earlier).path("drivers").forEach(drivers::add);
      drivers.add(driver(started));
      return JSON.writeValueAsString(manifest);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Cannot write the manifest of an import", e);
    }
  }

  /** A manifest as it stands in the table. */
  static JsonNode read(String manifest) {
    try {
      return JSON.readTree(manifest);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Invalid manifest: " + e.getOriginalMessage(), e);
    }
  }

  private static ObjectNode data(SampleCount count, StudySamples samples) {
    Digest digest = new Digest();
    // A sample's key is a hash of its content, so this is one of all contents.
    samples.keys(count.task()).forEach(key -> digest.bytes(key.getBytes(StandardCharsets.UTF_8)));
    return JSON.createObjectNode()
        .put("samples", count.samples())
        .put("skipped", count.skipped())
        .put("sha256", digest.hex());
  }

  private static ObjectNode driver(Instant started) {
    BuildInfo build = BuildInfo.read();
    return JSON.createObjectNode()
        .put("started", started.toString())
        .put("commit", build.commit())
        .put("dirty", build.dirty())
        .put("java", System.getProperty("java.vm.version"))
        .put("spark", org.apache.spark.package$.MODULE$.SPARK_VERSION())
        .put("iceberg", IcebergBuild.version())
        .put("pytorch", TorchRuntime.VERSION)
        .put("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"))
        .put("cores", Runtime.getRuntime().availableProcessors());
  }
}
