package dev.longspark.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class BytePairTrainerTest {
  @Test
  void mergesTheMostFrequentPairFirst() {
    BytePairTrainer trainer = new BytePairTrainer();
    trainer.add("abab abab cd");

    List<BytePairTrainer.Pair> merges = trainer.merges(2);

    assertEquals(
        List.of(new BytePairTrainer.Pair("a", "b"), new BytePairTrainer.Pair("ab", "ab")), merges);
  }

  @Test
  void stopsWhereNoPairOccursTwice() {
    BytePairTrainer trainer = new BytePairTrainer();
    trainer.add("xyz");

    assertEquals(List.of(), trainer.merges(10));
  }

  @Test
  void givesEveryByteItsOwnSymbol() {
    assertEquals(256, BytePairTrainer.byteSymbols().values().stream().distinct().count());
    assertEquals("Ġ", BytePairTrainer.byteSymbols().get((int) ' '));
  }
}
