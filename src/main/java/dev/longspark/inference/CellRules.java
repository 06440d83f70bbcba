package dev.longspark.inference;

import dev.longspark.config.ConfigException;
import dev.longspark.data.Protocol;
import dev.longspark.plan.Cell;
import dev.longspark.plan.StudyPlan;
import java.io.Serializable;

/**
 * What the study, the protocol and the model together say about a cell's generations.
 *
 * @param minNewTokens before which nothing ends a generation
 * @param protocol the cell's, with the study's token limits in place of its own
 * @param maxPositions the most tokens of prompt and answer together
 */
public record CellRules(int minNewTokens, Protocol protocol, int maxPositions)
    implements Serializable {

  /**
   * The rules of a cell.
   *
   * @throws ConfigException if its model is no checkpoint
   */
  public static CellRules of(StudyPlan plan, Cell cell) {
    Protocol own = cell.protocol();
    int newTokens = plan.newTokens(cell);
    int maxPrompt = plan.model(cell).maxPromptTokens();
    Protocol protocol =
        new Protocol(
            own.name(),
            own.prompts(),
            newTokens,
            own.stop(),
            own.answer(),
            maxPrompt > 0 ? maxPrompt : own.maxPromptTokens(),
            own.date());
    int forced = plan.study().generation().forcedLength();
    int fewest = forced > 0 ? forced : own.minNewTokens(cell.task());
    int positions =
        plan.shape(cell)
            .orElseThrow(
                () ->
                    new ConfigException(
                        "Cannot run model '%s': it is no checkpoint, and this engine opens nothing else [%s]"
                            .formatted(cell.model(), plan.study().file())))
            .maxPositions();
    return new CellRules(Math.min(fewest, newTokens), protocol, positions);
  }

  /** The most new tokens. */
  public int maxNewTokens() {
    return protocol.maxNewTokens();
  }
}
