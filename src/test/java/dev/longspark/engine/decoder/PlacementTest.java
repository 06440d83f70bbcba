package dev.longspark.engine.decoder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.longspark.engine.AttentionShape;
import dev.longspark.engine.Device;
import dev.longspark.engine.FeedForwardShape;
import dev.longspark.engine.LayerShape;
import dev.longspark.engine.ModelShape;
import dev.longspark.engine.Rope;
import dev.longspark.engine.decoder.Placement.Range;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlacementTest {
  private static final Device FIRST = Device.cuda(0);
  private static final Device SECOND = Device.cuda(1);

  @Test
  void spreadsEqualLayersEvenly() {
    assertEquals(
        List.of(new Range(FIRST, 0, 4), new Range(SECOND, 4, 8)),
        Placement.spread(shape(8), List.of(FIRST, SECOND)).ranges());
    assertEquals(
        List.of(new Range(FIRST, 0, 8)), Placement.spread(shape(8), List.of(FIRST)).ranges());
  }

  @Test
  void leavesTheLastDevicesEmptyIfLayersAreFew() {
    assertEquals(
        List.of(new Range(FIRST, 0, 1)),
        Placement.spread(shape(1), List.of(FIRST, SECOND)).ranges());
  }

  @Test
  void rejectsGaps() {
    List<Range> gap = List.of(new Range(FIRST, 0, 2), new Range(SECOND, 3, 4));
    IllegalArgumentException thrown =
        assertThrows(IllegalArgumentException.class, () -> new Placement(gap));
    assertEquals("Invalid placement: layers on cuda:1 begin at 3 (must be 2)", thrown.getMessage());
    assertThrows(IllegalArgumentException.class, () -> new Placement(List.of()));
  }

  private static ModelShape shape(int layers) {
    LayerShape layer =
        new LayerShape(new AttentionShape.Full(4, 2, 16), new FeedForwardShape.Gated(192));
    return new ModelShape(
        64, 100, 1024, 1e-5, false, Rope.unscaled(10000), 0, Collections.nCopies(layers, layer));
  }
}
