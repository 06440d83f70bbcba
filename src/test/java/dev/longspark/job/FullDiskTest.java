package dev.longspark.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A small disk of its own, which needs Linux's namespaces, full in the middle of a run. */
class FullDiskTest {
  private static final List<String> OWN_DISK =
      List.of("unshare", "--user", "--map-root-user", "--mount", "sh", "-c");

  @TempDir private Path directory;

  @Test
  @Timeout(300)
  void stopsWithTheReasonAndContinuesWithRoom() throws IOException, InterruptedException {
    Path disk = Files.createDirectories(directory.resolve("disk"));
    String mount = "mount -t tmpfs -o size=4m tmpfs '" + disk + "'";
    assumeTrue(process(List.of(mount)).waitFor() == 0, "may not mount a disk");
    Path study = TinyStudy.write(directory, 4);
    List<String> driver =
        JavaProcess.command(
            FullDiskDriver.class.getName(),
            List.of("-Xmx1g", "-Dorg.sqlite.tmpdir=" + directory),
            study.toString(),
            disk.toString());

    List<String> script = new ArrayList<>(List.of(mount + " && exec \"$@\"", "sh"));
    script.addAll(driver);
    Process process = process(script);
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertEquals(0, process.waitFor(), said);
    List<String> lines = said.lines().toList();
    assertTrue(lines.get(0).startsWith("Cannot finish run tiny-"), said);
    assertTrue(lines.get(0).matches(".*(No space left on device|disk is full).*"), said);
    assertEquals("COMPLETE rows 16 keys 16", lines.get(1));
  }

  private static Process process(List<String> script) throws IOException {
    List<String> command = new ArrayList<>(OWN_DISK);
    command.addAll(script);
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }
}
