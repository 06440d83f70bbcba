package dev.longspark.plan;

import dev.longspark.config.WeightSource;
import dev.longspark.engine.checkpoint.Checkpoint;
import dev.longspark.prompt.TokenizerFiles;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/**
 * Where the files of a study's checkpoints and tokenizers contradict each other, so that another
 * program may read another model from them, and what counts here. Each folder is read once.
 */
public final class Disagreements {
  private final StudyPlan plan;
  private final ShapeReader reader;
  private final Map<String, List<String>> ofCheckpoints = new HashMap<>();
  private final Map<String, List<String>> ofTokenizers = new HashMap<>();

  /**
   * Reads when it is asked.
   *
   * @param plan whose checkpoints
   * @param hadoop how to reach them
   */
  public Disagreements(StudyPlan plan, Configuration hadoop) {
    this.plan = plan;
    this.reader = new ShapeReader(hadoop);
  }

  /**
   * Those of what a cell is run with, a line each.
   *
   * @throws dev.longspark.config.ConfigException if a file is not sound
   */
  public List<String> of(Cell cell) {
    return plan.weights(cell).map(this::of).orElse(List.of());
  }

  private List<String> of(WeightSet weights) {
    List<String> lines =
        new ArrayList<>(
            ofCheckpoints.computeIfAbsent(
                weights.checkpoint(), folder -> reader.read(folder, Checkpoint::disagreements)));
    if (weights.source() == WeightSource.FILE) {
      lines.addAll(
          ofTokenizers.computeIfAbsent(
              weights.tokenizer(),
              folder ->
                  reader.readTokenizer(
                      folder, local -> TokenizerFiles.read(local).disagreements())));
    }
    return lines;
  }
}
