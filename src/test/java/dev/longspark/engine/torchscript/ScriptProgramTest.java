package dev.longspark.engine.torchscript;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longspark.engine.Device;
import dev.longspark.engine.OutOfDeviceMemoryException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScriptProgramTest {
  private final ScriptProgram probe = ScriptProgram.load("probe", Device.cpu());

  @AfterEach
  void close() {
    probe.close();
  }

  @Test
  void keepsTensorsAndNumbersBetweenCalls() {
    try (Tensor two = Tensor.ofFloats(new float[] {2, 3}, 2)) {
      assertEquals(1, probe.callLong("append", two));
      assertEquals(2, probe.callLong("append", two));
    }

    assertArrayEquals(new float[] {8, 12}, probe.callFloats("total"));
    assertArrayEquals(new float[] {4, 6}, probe.callFloats("last_total"));
  }

  @Test
  void startsEveryAttributeAtZero() {
    try (ScriptValue state = probe.call("state")) {
      List<ScriptValue> parts = state.parts();

      assertEquals(0, parts.get(0).toLong());
      assertEquals(0.0, parts.get(1).toDouble());
      assertFalse(parts.get(2).toBoolean());
      assertEquals(0, parts.get(3).toLongArray().length);
      assertTrue(parts.get(4).toBoolean());
      parts.forEach(ScriptValue::close);
    }
  }

  @Test
  void passesEveryKindOfArgument() {
    try (Tensor one = Tensor.ofFloats(new float[] {1}, 1)) {
      probe.run("set", 7L, 0.5, true, new long[] {3, 4}, List.of(one, one), "text");
    }

    try (ScriptValue state = probe.call("state")) {
      List<ScriptValue> parts = state.parts();
      assertEquals(7, parts.get(0).toLong());
      assertEquals(0.5, parts.get(1).toDouble());
      assertTrue(parts.get(2).toBoolean());
      assertArrayEquals(new long[] {3, 4}, parts.get(3).toLongArray());
      parts.forEach(ScriptValue::close);
    }
    assertArrayEquals(new float[] {4}, probe.callFloats("total"));
  }

  @Test
  void readsDtypesByName() {
    assertArrayEquals(new long[] {0, 1, 3, 4, 5, 6, 7, 15}, probe.callLongs("dtypes"));
  }

  @Test
  void callsFunctionsOfALibrary() {
    try (Tensor x = Tensor.ofFloats(new float[] {1, 2, 3, 4}, 2, 2)) {
      assertArrayEquals(new float[] {2, 4, 6, 8}, probe.callFloats("doubled", x));
    }
  }

  @Test
  void namesTheSourceLineOfAFailure() {
    try (Tensor x = Tensor.ofFloats(new float[] {1, 2}, 1, 2)) {
      IllegalStateException e =
          assertThrows(IllegalStateException.class, () -> probe.run("mismatch", x));

      assertTrue(e.getMessage().contains("mismatch, `return x @ torch.ones([7, 3])`"));
      assertTrue(
          e.getMessage().endsWith("mat1 and mat2 shapes cannot be multiplied (1x2 and 7x3)"));
      assertTrue(e.getMessage().startsWith("Cannot run probe.py:"), e.getMessage());
    }
  }

  @Test
  void namesTheLineThatDoesNotCompile() {
    ScriptSource source =
        new ScriptSource("broken", "class B(Module):\n  def f(self):\n    return y\n", Map.of());

    IllegalStateException e =
        assertThrows(IllegalStateException.class, () -> ScriptProgram.load(source, Device.cpu()));

    assertTrue(e.getMessage().startsWith("Cannot run broken.py:3, load, `return y`"));
  }

  @Test
  void tellsOutOfMemoryFromOtherFailures() {
    OutOfDeviceMemoryException e =
        assertThrows(OutOfDeviceMemoryException.class, () -> probe.run("allocate", 1L << 50));

    assertTrue(e.getMessage().contains("allocate memory"), e.getMessage());
  }

  @Test
  void rejectsWrongArguments() {
    assertMessage("missing value for argument 'x'", () -> probe.run("append"));
    assertMessage("instead found type 'int'", () -> probe.run("append", 3));
    assertMessage("'nothing' is not defined", () -> probe.run("nothing"));
    assertThrows(IllegalArgumentException.class, () -> probe.run("append", new Object()));
  }

  @Test
  void rejectsReadingAValueAsAnotherType() {
    assertMessage("Expected Tensor", () -> probe.callTensor("length"));
    try (Tensor half = probe.callTensor("half")) {
      assertMessage("Expected a tensor of float32", half::toFloatArray);
    }
  }

  @Test
  void refusesCudaWhereThereIsNone() {
    if (TorchRuntime.hasCuda()) {
      return;
    }

    assertMessage(
        "Cannot use device cuda:1", () -> ScriptProgram.load("probe", Device.cuda(1)).close());
  }

  @Test
  void rejectsUnknownPrograms() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> ScriptProgram.load("nowhere", Device.cpu()));

    assertEquals("Unknown TorchScript program: /torchscript/nowhere.py", e.getMessage());
  }

  @Test
  void bringsTheLibrariesOfItsLibraries() {
    Set<String> libraries = ScriptSource.read("decoder").libraries().keySet();

    assertTrue(libraries.containsAll(Set.of("rope", "cache", "cache_kivi", "packed", "int4")));
  }

  @Test
  void writesAnArchiveOfStoredEntries(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("probe.pt");
    ScriptProgram.writeArchive(file, "probe");

    try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(file))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        assertTrue(entry.getName().startsWith("archive/"));
        assertEquals(ZipEntry.STORED, entry.getMethod());
      }
    }
  }

  @Test
  void refusesAnotherVersionOfTheLibrary(@TempDir Path folder) throws IOException {
    Path library = Files.createDirectories(folder.resolve("lib"));
    Files.writeString(folder.resolve("version.py"), "__version__ = '2.8.0+cu128'\n");

    assertMessage("exactly 2.7.1", () -> TorchRuntime.checkVersion(library));
  }

  private static void assertMessage(String part, Runnable action) {
    IllegalStateException e = assertThrows(IllegalStateException.class, action::run);
    assertTrue(e.getMessage().contains(part), e.getMessage());
  }
}
