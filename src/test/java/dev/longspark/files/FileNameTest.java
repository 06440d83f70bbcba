package dev.longspark.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileNameTest {
  @ParameterizedTest
  @ValueSource(strings = {"sample-1a2b3c", "vllm", "KV-Q+c", "lauf 2", "Prüfung", "a=b,c@d", "_x"})
  void namesStayAsTheyAre(String name) {
    assertEquals(
        Path.of("folder", name + ".lock"), FileName.in(Path.of("folder"), "run", name, ".lock"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "..",
        "../x",
        "/x",
        "a/b",
        "a\\b",
        ".hidden",
        "-x",
        "a\u0000b",
        "a\nb",
        "a\u202eb",
        "a:b",
        "a*b",
        "$a"
      })
  void pathsAreRefused(String name) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> FileName.of("run", name)).getMessage();

    assertTrue(message.startsWith("Invalid run: '"), message);
    assertEquals(Shown.visible(message), message);
  }

  @Test
  void longNamesAreRefusedAndShownInPart() {
    String message =
        assertThrows(IllegalArgumentException.class, () -> FileName.of("run", "x".repeat(5000)))
            .getMessage();

    assertFalse(message.contains("x".repeat(201)), message);
  }
}
