package dev.longspark.engine.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredValuesTest {
  @TempDir private Path folder;

  @Test
  void convertsHalves() {
    assertEquals(1f, StoredValues.half((short) 0x3c00));
    assertEquals(-2f, StoredValues.half((short) 0xc000));
    assertEquals(65504f, StoredValues.half((short) 0x7bff));
    assertEquals(0x1p-14f, StoredValues.half((short) 0x0400));
    assertEquals(0x1p-24f, StoredValues.half((short) 0x0001));
    assertEquals(1023 * 0x1p-24f, StoredValues.half((short) 0x03ff));
    assertEquals(0, Float.compare(-0f, StoredValues.half((short) 0x8000)));
    assertEquals(Float.POSITIVE_INFINITY, StoredValues.half((short) 0x7c00));
    assertTrue(Float.isNaN(StoredValues.half((short) 0x7e00)));
  }

  @Test
  void readsRowsOfAllWeightTypes() {
    assertArrayEquals(new float[] {3, -4}, secondRow(StoredType.F32, 0x40400000, 0xc0800000));
    assertArrayEquals(new float[] {3, -4}, secondRow(StoredType.F16, 0x4200, 0xc400));
    assertArrayEquals(new float[] {3, -4}, secondRow(StoredType.BF16, 0x4040, 0xc080));
  }

  @Test
  void refusesCodes() {
    IllegalArgumentException fault =
        assertThrows(IllegalArgumentException.class, () -> secondRow(StoredType.I32, 1, 2));

    assertEquals(
        "Invalid dtype of tensor x in %s: I32 (must be F32, F16 or BF16)"
            .formatted(folder.resolve("I32.safetensors")),
        fault.getMessage());
  }

  /** A matrix of two rows of two numbers, the first of zeros. */
  private float[] secondRow(StoredType type, int first, int second) {
    Path file = folder.resolve(type + ".safetensors");
    ByteBuffer bytes =
        ByteBuffer.allocate(4 * type.bytes())
            .order(ByteOrder.LITTLE_ENDIAN)
            .position(2 * type.bytes());
    for (int bits : List.of(first, second)) {
      if (type.bytes() == Integer.BYTES) {
        bytes.putInt(bits);
      } else {
        bytes.putShort((short) bits);
      }
    }
    try (SafetensorsWriter writer =
        SafetensorsWriter.create(
            file, List.of(new SafetensorsWriter.Declaration("x", type, List.of(2L, 2L))))) {
      writer.write(bytes.flip());
    }
    return StoredValues.rows(SafetensorsFile.open(file).tensor("x"), 1, 1);
  }
}
