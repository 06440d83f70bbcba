package dev.longspark.engine.decoder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longspark.engine.Device;
import dev.longspark.engine.Precision;
import dev.longspark.engine.checkpoint.Checkpoint;
import dev.longspark.engine.checkpoint.FullPrecision;
import dev.longspark.engine.checkpoint.LowBit;
import dev.longspark.engine.checkpoint.StoredFormats;
import dev.longspark.engine.checkpoint.WeightFormat;
import dev.longspark.engine.decoder.Placement.Range;
import dev.longspark.engine.family.DecoderModel;
import dev.longspark.testing.LlamaShapes;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlacementTest {
  private static final Device FIRST = Device.cuda(0);
  private static final Device SECOND = Device.cuda(1);
  private static final WeightFormat FP16 = new FullPrecision(Precision.FP16);
  private static final WeightFormat LOW_BIT =
      new LowBit(
          Precision.FP16,
          StoredFormats.of(Path.of("src/test/resources/benchmark/llama-8b-gptq")).orElseThrow());

  @Test
  void spreadsEqualLayersEvenly() {
    assertEquals(
        List.of(new Range(FIRST, 0, 4), new Range(SECOND, 4, 8)),
        Placement.spread(model(8), FP16, List.of(FIRST, SECOND)).ranges());
    assertEquals(
        List.of(new Range(FIRST, 0, 8)), Placement.spread(model(8), FP16, List.of(FIRST)).ranges());
  }

  @Test
  void leavesTheLastDevicesEmptyIfLayersAreFew() {
    assertEquals(
        List.of(new Range(FIRST, 0, 1)),
        Placement.spread(model(1), FP16, List.of(FIRST, SECOND)).ranges());
  }

  /** An embedding and a head of 16 bits weigh as much as nine layers of 4 bits each. */
  @ParameterizedTest
  @CsvSource({
    "llama-3.1-8b-instruct, 4, 1.1",
    "llama-3.1-70b-instruct, 6, 1.05",
    "mistral-nemo-instruct-2407, 4, 1.1",
    "llama-3.1-nemotron-51b-instruct, 4, 1.1"
  })
  void balancesBytesNotParameters(String name, int devices, double fullestShare) {
    DecoderModel model = Checkpoint.modelOf(Path.of("conf/models", name));
    List<Device> all = IntStream.range(0, devices).mapToObj(Device::cuda).toList();
    for (WeightFormat format : List.of(FP16, LOW_BIT)) {
      List<Long> bytes = Placement.spread(model, format, all).weightBytes(model, format);

      assertEquals(devices, bytes.size());
      assertEquals(
          format.weightBytes(model), bytes.stream().mapToLong(Long::longValue).sum(), name);
      double even = (double) format.weightBytes(model) / devices;
      assertTrue(Collections.max(bytes) < fullestShare * even, () -> format + " " + bytes);
    }
  }

  @Test
  void countsATiedOutputMatrixOnTheLastDeviceToo() {
    DecoderModel tied = model(8, true);
    DecoderModel untied = model(8, false);

    assertEquals(
        Placement.spread(untied, FP16, List.of(FIRST, SECOND)).weightBytes(untied, FP16),
        Placement.spread(tied, FP16, List.of(FIRST, SECOND)).weightBytes(tied, FP16));
    assertEquals(
        List.of(FP16.weightBytes(tied)),
        Placement.spread(tied, FP16, List.of(FIRST)).weightBytes(tied, FP16));
  }

  @Test
  void rejectsGaps() {
    List<Range> gap = List.of(new Range(FIRST, 0, 2), new Range(SECOND, 3, 4));
    IllegalArgumentException thrown =
        assertThrows(IllegalArgumentException.class, () -> new Placement(gap));
    assertEquals("Invalid placement: layers on cuda:1 begin at 3 (must be 2)", thrown.getMessage());
    assertThrows(IllegalArgumentException.class, () -> new Placement(List.of()));
  }

  private static DecoderModel model(int layers) {
    return model(layers, false);
  }

  private static DecoderModel model(int layers, boolean tied) {
    return LlamaShapes.decoder(
        LlamaShapes.model(
            64, 100, tied, Collections.nCopies(layers, LlamaShapes.layer(4, 2, 16, 192))));
  }
}
