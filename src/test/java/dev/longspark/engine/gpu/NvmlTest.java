package dev.longspark.engine.gpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.longspark.engine.Device;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class NvmlTest {
  private static final GpuFacts NO_DEVICE = new GpuFacts("none", 7, 0, 1, 1, 1, "0000:FF:1F.0");

  private final Nvml nvml = Nvml.ofProcess();

  @Test
  void saysWhyThereIsNoEnergy() {
    assumeTrue(nvml.absence().isPresent());

    assertTrue(nvml.absence().get().contains("libnvidia-ml.so.1"), nvml.absence().get());
    assertEquals(nvml.absence(), nvml.absence(NO_DEVICE));
    assertEquals(OptionalLong.empty(), nvml.millijoules(NO_DEVICE));
  }

  @Test
  void aLibraryThatIsAnotherIsNone() {
    String absence = Nvml.load("libc.so.6").absence().orElseThrow();

    assertTrue(absence.contains("nvmlDeviceGetHandleByPciBusId_v2"), absence);
  }

  @Test
  @Tag("gpu")
  void readsTheCounterOfADevice() {
    GpuFacts facts = CudaDriver.ofProcess().gpu(Device.cuda(0)).facts();

    assertEquals(Optional.empty(), nvml.absence(facts));
    assertTrue(nvml.millijoules(facts).orElseThrow() > 0);
  }

  @Test
  @Tag("gpu")
  void keepsTheReasonOfADeviceThatIsNotThere() {
    assertTrue(nvml.absence(NO_DEVICE).isPresent());
    assertEquals(OptionalLong.empty(), nvml.millijoules(NO_DEVICE));
  }
}
