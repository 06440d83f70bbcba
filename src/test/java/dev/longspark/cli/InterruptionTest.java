package dev.longspark.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class InterruptionTest {
  private static final int TERMINATED = 143;

  @Test
  void aProcessThatIsToldToEndSaysOneLine() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                InterruptedWork.class.getName())
            .start();
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        BufferedReader messages = process.errorReader(StandardCharsets.UTF_8)) {
      assertEquals("ready", out.readLine());

      process.toHandle().destroy(); // its own destroy() would close the streams

      assertEquals("Interrupted: 3 of 4 kept", String.join("\n", messages.lines().toList()));
      assertEquals(TERMINATED, process.waitFor());
    }
  }
}
