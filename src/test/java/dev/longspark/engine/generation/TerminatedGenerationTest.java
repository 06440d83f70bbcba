package dev.longspark.engine.generation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** SIGTERM while native code runs: libtorch's globals must outlive its calls. */
class TerminatedGenerationTest {
  private static final int SIGTERM = 128 + 15;

  @Test
  @Timeout(120)
  void endsAsTold() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:TieredStopAtLevel=1",
                    "-XX:ErrorFile=target/%p.log",
                    "-cp",
                    System.getProperty(
                        "surefire.test.class.path", System.getProperty("java.class.path")),
                    EndlessGeneration.class.getName(),
                    "src/main/resources/sample/base"))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader lines = process.inputReader()) {
      assertEquals("ready", lines.readLine());

      process.destroy();

      assertEquals(SIGTERM, process.waitFor());
    } finally {
      process.destroyForcibly();
    }
  }
}
