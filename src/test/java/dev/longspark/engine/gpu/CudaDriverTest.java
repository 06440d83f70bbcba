package dev.longspark.engine.gpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.longspark.engine.Device;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class CudaDriverTest {
  private final CudaDriver driver = CudaDriver.ofProcess();

  @Test
  void saysWhyThereIsNoDevice() {
    assumeTrue(driver.absence().isPresent());
    IllegalStateException e =
        assertThrows(IllegalStateException.class, () -> driver.gpu(Device.cuda(0)));

    assertTrue(e.getMessage().startsWith("Cannot use device cuda:0: "), e.getMessage());
    assertTrue(e.getMessage().contains(driver.absence().get()), e.getMessage());
    assertTrue(driver.absence().get().contains("NVIDIA driver"), e.getMessage());
  }

  @Test
  void refusesImpossibleMemory() {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> new GpuMemory(3, 2));

    assertEquals("Invalid device memory: 3 bytes free of 2", e.getMessage());
  }

  @Test
  void namesArchitectures() {
    GpuFacts facts =
        new GpuFacts("NVIDIA H200", 9, 0, 132, 150_000_000_000L, 4_800_000_000_000L, "0");

    assertEquals("sm_90", facts.architecture());
    assertEquals(
        "NVIDIA H200, 150.0 GB, compute capability 9.0, 132 multiprocessors, 4800 GB/s",
        facts.toString());
  }

  @Test
  @Tag("gpu")
  void readsPlausibleFacts() {
    Gpu gpu = driver.gpu(Device.cuda(0));
    GpuMemory memory = gpu.memory();

    assertFalse(gpu.facts().name().isBlank());
    assertTrue(gpu.facts().major() >= 7, gpu.facts().toString());
    assertTrue(gpu.facts().bytesPerSecond() > 100e9, gpu.facts().toString());
    assertTrue(memory.used() > 0 && memory.free() > 0, memory.toString());
    assertFalse(gpu.reaches(gpu));
  }

  @Test
  @Tag("gpu")
  void refusesDevicesThatAreNotThere() {
    IllegalStateException e =
        assertThrows(IllegalStateException.class, () -> driver.gpu(Device.cuda(999)));

    assertTrue(e.getMessage().contains("check CUDA_VISIBLE_DEVICES"), e.getMessage());
  }
}
