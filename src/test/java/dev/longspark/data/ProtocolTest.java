package dev.longspark.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class ProtocolTest {
  private static final Task HOTPOTQA = LongBench.task("hotpotqa");
  private static final Task SAMSUM = LongBench.task("samsum");

  @Test
  void longbenchKeepsTheTasksOwnRules() {
    for (Task task : LongBench.TASKS) {
      assertEquals(task.promptStyle(), Protocol.LONGBENCH.promptStyle(task));
      assertEquals(task.maxNewTokens(), Protocol.LONGBENCH.maxNewTokens(task));
      assertEquals(task.stopRule(), Protocol.LONGBENCH.stopRule(task));
      assertEquals(task.answerRule(), Protocol.LONGBENCH.answerRule(task));
    }
  }

  @Test
  void paperOverridesThem() {
    assertEquals(PromptStyle.RAW, Protocol.PAPER.promptStyle(HOTPOTQA));
    assertEquals(512, Protocol.PAPER.maxNewTokens(HOTPOTQA));
    assertEquals(StopRule.END_TOKEN, Protocol.PAPER.stopRule(SAMSUM));
    assertEquals(AnswerRule.WHOLE, Protocol.PAPER.answerRule(SAMSUM));
  }

  @Test
  void asksForOneTokenWhereALineBreakStops() {
    assertEquals(1, Protocol.LONGBENCH.minNewTokens(SAMSUM));
    assertEquals(0, Protocol.LONGBENCH.minNewTokens(HOTPOTQA));
    assertEquals(0, Protocol.PAPER.minNewTokens(SAMSUM));
  }

  @Test
  void scoresTheFirstLineWhereTheTaskAsksForIt() {
    Task triviaqa = LongBench.task("triviaqa");
    String prediction = "\nred kite\n\nPassage: another";

    assertEquals(
        1.0,
        Protocol.LONGBENCH
            .score(triviaqa, prediction, List.of("Red Kite"), List.of())
            .get("qa_f1"));
    assertEquals(
        2.0 * 0.5 * 1.0 / 1.5,
        Protocol.PAPER.score(triviaqa, prediction, List.of("Red Kite"), List.of()).get("qa_f1"));
  }

  @Test
  void rejectsNegativeLimits() {
    Exception e =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                new Protocol(
                    "p",
                    PromptPolicy.RAW,
                    -1,
                    StopPolicy.TASK,
                    AnswerPolicy.TASK,
                    0,
                    "01 Jan 2025"));

    assertEquals(
        "Invalid maxNewTokens of protocol 'p': -1 (must be > 0, or 0 for the task's own)",
        e.getMessage());
  }

  @Test
  void rejectsADateThatIsNone() {
    Exception e =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                new Protocol(
                    "p",
                    PromptPolicy.RAW,
                    0,
                    StopPolicy.TASK,
                    AnswerPolicy.TASK,
                    0,
                    "30 Feb 2025"));

    assertEquals(
        "Invalid date of protocol 'p': '30 Feb 2025' (must be like '26 Jul 2024')", e.getMessage());
  }
}
