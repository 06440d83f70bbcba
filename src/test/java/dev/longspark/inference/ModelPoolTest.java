package dev.longspark.inference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.longspark.engine.Device;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ModelPoolTest {
  private static final List<List<Device>> ONE = List.of(List.of(Device.cpu()));
  private static final List<List<Device>> TWO =
      List.of(List.of(Device.cpu()), List.of(Device.cpu()));

  private final List<String> events = new ArrayList<>();
  private final ModelPool<String, AutoCloseable> pool = new ModelPool<>();

  @Test
  void keepsAModelForTheNextUnit() {
    ModelPool.Slot<String, AutoCloseable> first = take(ONE, "a");
    AutoCloseable model = first.model();
    pool.release(first);

    assertSame(model, take(ONE, "a").model());
    assertEquals(List.of("load a"), events);
  }

  @Test
  void unloadsTheOldModelBeforeItLoadsTheNew() {
    pool.release(take(ONE, "a"));

    take(ONE, "b");

    assertEquals(List.of("load a", "close a", "load b"), events);
  }

  @Test
  void twoDeviceSetsHoldTwoModels() {
    ModelPool.Slot<String, AutoCloseable> first = take(TWO, "a");
    ModelPool.Slot<String, AutoCloseable> second = take(TWO, "b");
    pool.release(first);
    pool.release(second);

    assertNotSame(first, second);
    assertSame(second, take(TWO, "b"));
    assertEquals(List.of("load a", "load b"), events);
  }

  @Test
  void aModelThatDoesNotLoadLeavesItsDevicesFree() {
    assertThrows(
        IllegalStateException.class,
        () ->
            pool.take(
                ONE,
                "broken",
                devices -> {
                  throw new IllegalStateException("Cannot load");
                }));

    take(ONE, "a");

    assertEquals(List.of("load a"), events);
  }

  private ModelPool.Slot<String, AutoCloseable> take(List<List<Device>> candidates, String key) {
    return pool.take(
        candidates,
        key,
        devices -> {
          events.add("load " + key);
          return () -> events.add("close " + key);
        });
  }
}
