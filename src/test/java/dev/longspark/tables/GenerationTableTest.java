package dev.longspark.tables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.longspark.data.AnswerRule;
import dev.longspark.data.PromptStyle;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class GenerationTableTest {
  @Test
  void energyThatWasReadIsStored() {
    assertEquals(12.5, energy(generated(12.5)));
    assertEquals(0.0, energy(generated(0)));
    assertEquals(12.5, energy(generated(12.5).after(100)));
  }

  @Test
  void energyThatNobodyReadIsNull() {
    assertNull(energy(generated(-1)));
    assertNull(energy(new Outcome.Imported("text", "", -1, -1)));
    assertNull(energy(new Outcome.Failure(Status.FAILED, "broken")));
  }

  private static Object energy(Outcome outcome) {
    GenerationRow row =
        new GenerationRow(
            new GenerationKey("run", "m", "FP16", "hotpotqa", "longbench", "s1"),
            "qa_f1",
            AnswerRule.WHOLE,
            outcome,
            new GenerationRow.Origin("cuda:0", "driver", 0));
    return GenerationTable.toRecord(row, Instant.EPOCH).getField("energy_joules");
  }

  private static Outcome.Generated generated(double joules) {
    return new Outcome.Generated(
        "text",
        new Outcome.PromptUse(10, 8, 8, 0, 1, PromptStyle.RAW, false),
        2,
        "STOP",
        new Outcome.Times(0, 1, 1, 1, 2, List.of(1.0, 1.0)),
        new Outcome.Bytes(1, 1, 2, "test"),
        joules);
  }
}
