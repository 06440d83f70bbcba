package dev.longspark.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class DeviceTest {
  @Test
  void readsWhatItPrints() {
    assertEquals(Device.cpu(), Device.parse(Device.cpu().toString()));
    assertEquals(Device.cuda(3), Device.parse(Device.cuda(3).toString()));
    assertEquals(Device.cuda(0), Device.parse("cuda"));
  }

  @Test
  void rejectsOtherNames() {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> Device.parse("gpu:0"));

    assertEquals("Invalid device: 'gpu:0' (must be cpu, cuda or cuda:INDEX)", e.getMessage());
  }
}
