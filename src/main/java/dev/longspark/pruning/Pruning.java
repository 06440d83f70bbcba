package dev.longspark.pruning;

import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.longspark.engine.Device;
import dev.longspark.engine.checkpoint.Checkpoint;
import dev.longspark.files.JsonFile;
import dev.longspark.prompt.Calibration;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Cuts the least important channels, neurons, heads and layers out of a model.
 *
 * <p>Source: Muralidharan et al. (2024), Minitron, width pruning. <i>Deviations:</i> what pruned
 * heads did is not added to the kept ones, neurons and heads are ranked per layer, and the result
 * is not trained: a model cut far needs distillation before it is of use.
 */
public final class Pruning {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .disable(JsonWriteFeature.WRITE_NAN_AS_STRINGS)
          .build();
  private static final List<String> COPIED =
      List.of(
          "tokenizer.json",
          "tokenizer_config.json",
          "special_tokens_map.json",
          "added_tokens.json",
          "chat_template.jinja",
          "generation_config.json");

  private final PruningSource source;
  private final Device device;

  private Pruning(PruningSource source, Device device) {
    this.source = source;
    this.device = device;
  }

  /**
   * Writes a pruned checkpoint.
   *
   * @param model folder of the full model
   * @param files of calibration text
   * @param text chosen from them, in tokens of the model's own tokenizer
   * @param wanted sizes
   * @param out folder to be made, or an empty one
   * @return what was done, as it stands in {@value PruningRecord#FILE}
   * @throws IllegalArgumentException if the model or the sizes do not allow it, or the folder has
   *     files
   * @throws UncheckedIOException if a file cannot be read or written
   */
  public static PruningRecord run(
      Path model, List<Path> files, Calibration text, Sizes wanted, Path out, Device device) {
    Checkpoint checkpoint = Checkpoint.open(model);
    if (checkpoint.isQuantized()) {
      throw new IllegalArgumentException("Cannot prune " + model + ": its weights are in 4 bits");
    }
    wanted.requireWithin(Sizes.of(checkpoint.shape()));
    PruningSource source = new PruningSource(checkpoint, files, text);
    makeEmpty(out);
    return new Pruning(source, device).run(wanted, out);
  }

  private PruningRecord run(Sizes wanted, Path out) {
    try (LayerProbe full = LayerProbe.open(source.checkpoint(), source.text(), device)) {
      Importance importance = full.importance();
      Selection kept = Selection.of(importance, Sizes.of(source.shape()), wanted);
      CheckpointCut.write(source.checkpoint(), kept, out.resolve("model.safetensors"));
      copyFiles(out);
      writeConfig(wanted, out);
      Checkpoint pruned = Checkpoint.open(out);
      LogitComparison comparison = compare(full, pruned);
      PruningRecord record = PruningRecord.of(source, importance, kept, pruned.shape(), comparison);
      write(out.resolve(PruningRecord.FILE), JSON.valueToTree(record));
      return record;
    }
  }

  private LogitComparison compare(LayerProbe full, Checkpoint pruned) {
    try (LayerProbe narrow = LayerProbe.open(pruned, source.text(), device)) {
      narrow.importance(); // passes the layers
      return full.compare(narrow);
    }
  }

  private void writeConfig(Sizes sizes, Path out) {
    Path file = source.folder().resolve("config.json");
    ObjectNode config = JsonFile.object(file);
    config.put("num_hidden_layers", sizes.layers());
    config.put("hidden_size", sizes.hidden());
    config.put("intermediate_size", sizes.feedForward());
    config.put("num_attention_heads", sizes.heads());
    config.put("num_key_value_heads", sizes.kvHeads());
    config.put("head_dim", source.shape().attentions().get(0).headDim());
    write(out.resolve("config.json"), config);
  }

  private static void write(Path file, JsonNode json) {
    try {
      Files.writeString(file, JSON.writeValueAsString(json) + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + file, e);
    }
  }

  private void copyFiles(Path out) {
    try {
      for (String name : COPIED) {
        if (Files.exists(source.folder().resolve(name))) {
          Files.copy(source.folder().resolve(name), out.resolve(name));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot copy the tokenizer to " + out, e);
    }
  }

  private static void makeEmpty(Path out) {
    try {
      Files.createDirectories(out);
      try (Stream<Path> files = Files.list(out)) {
        if (files.findAny().isPresent()) {
          throw new IllegalArgumentException("Cannot write to " + out + ": the folder has files");
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write to " + out, e);
    }
  }
}
