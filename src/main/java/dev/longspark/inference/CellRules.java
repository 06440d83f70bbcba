package dev.longspark.inference;

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
record CellRules(int minNewTokens, Protocol protocol, int maxPositions) implements Serializable {

  static CellRules of(StudyPlan plan, Cell cell) {
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
    return new CellRules(Math.min(fewest, newTokens), protocol, plan.shape(cell).maxPositions());
  }

  int maxNewTokens() {
    return protocol.maxNewTokens();
  }
}
