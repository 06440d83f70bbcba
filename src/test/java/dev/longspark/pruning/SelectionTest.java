package dev.longspark.pruning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class SelectionTest {
  private static final Sizes FULL = new Sizes(2, 4, 3, 6, 3);
  private static final Importance SEEN =
      new Importance(
          List.of(1.0, 4.0, 2.0, 3.0),
          List.of(
              new Importance.Layer(
                  List.of(9.0, 1.0, 5.0, 6.0, 7.0, 3.0), List.of(3.0, 1.0, 2.0), 0.1),
              new Importance.Layer(
                  List.of(1.0, 1.0, 2.0, 2.0, 3.0, 3.0), List.of(1.0, 2.0, 3.0), 0.5)));

  @Test
  void keepsTheBestInTheirOldOrder() {
    Selection kept = Selection.of(SEEN, FULL, new Sizes(2, 2, 2, 6, 3));

    assertEquals(List.of(1, 3), kept.hidden());
    assertEquals(List.of(0, 2), kept.layers().get(0).neurons());
    assertEquals(List.of(1, 2), kept.layers().get(1).neurons());
    assertEquals(List.of(0, 1, 2, 3, 4, 5), kept.layers().get(0).heads());
  }

  @Test
  void keepsWholeGroupsByWhatTheirHeadsDoTogether() {
    Selection kept = Selection.of(SEEN, FULL, new Sizes(2, 4, 3, 4, 2));

    assertEquals(List.of(0, 1), kept.layers().get(0).kvHeads()); // 10, 11 and 10
    assertEquals(List.of(0, 1, 2, 3), kept.layers().get(0).heads());
  }

  @Test
  void keepsTheBestHeadOfEachGroup() {
    Selection kept = Selection.of(SEEN, FULL, new Sizes(2, 4, 3, 3, 3));

    assertEquals(List.of(0, 3, 4), kept.layers().get(0).heads());
    assertEquals(List.of(0, 1, 2), kept.layers().get(0).kvHeads());
  }

  @Test
  void dropsTheLayerThatChangesLeast() {
    Selection kept = Selection.of(SEEN, FULL, new Sizes(1, 4, 3, 6, 3));

    assertEquals(1, kept.layers().size());
    assertEquals(1, kept.layers().get(0).index());
  }

  @Test
  void refusesSizesThatAreNoPart() {
    IllegalArgumentException hidden =
        assertThrows(
            IllegalArgumentException.class,
            () -> Selection.of(SEEN, FULL, new Sizes(2, 5, 3, 6, 3)));
    assertEquals("Invalid hidden: 5 (must be at most the full model's 4)", hidden.getMessage());

    IllegalArgumentException group =
        assertThrows(
            IllegalArgumentException.class,
            () -> Selection.of(SEEN, FULL, new Sizes(2, 4, 3, 3, 1)));
    assertEquals(
        "Invalid heads per kv head: 3 (must be at most the full model's 2)", group.getMessage());

    IllegalArgumentException heads =
        assertThrows(IllegalArgumentException.class, () -> new Sizes(2, 4, 3, 5, 2));
    assertEquals("Invalid heads: 5 (must be a multiple of 2 kv heads)", heads.getMessage());
  }
}
