package dev.longspark.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is asked of executors before any work, each time in a JVM of its own. */
class ExecutorCheckTest {
  private static final String START = "Cannot start: executor driver on \\S+: ";

  @TempDir private Path directory;
  private Path study;

  @BeforeEach
  void write() throws IOException {
    study = TinyStudy.write(directory, 1);
  }

  @Test
  void refusesCudaWithoutADeviceAndAWarehouseThatItDoesNotSee() throws Exception {
    Path present = Files.writeString(directory.resolve("catalog.db"), "");
    Path absent = directory.resolve("elsewhere/catalog.db");

    List<String> said = check(List.of(), "cpu " + present, "cpu " + absent, "cuda " + present);

    assertEquals("can work", said.get(0));
    assertTrue(
        said.get(1).matches(START + "does not see the warehouse, there is no " + absent),
        said.get(1));
    // On a machine that has one, CUDA is no fault.
    assertTrue(
        said.get(2).equals("can work")
            || said.get(2).matches(START + "Cannot use device cuda:0: .* sees no CUDA device .*"),
        said.get(2));
  }

  @Test
  void namesCheckpointsThatAreAbsentOrOthersAndAnotherBuild() throws Exception {
    String present = "cpu " + Files.writeString(directory.resolve("catalog.db"), "");
    Path other = Files.createDirectories(directory.resolve("other"));
    Path absent = directory.resolve("absent");

    List<String> said =
        check(
            List.of(),
            present + " " + other,
            present + " " + absent,
            present + " " + other + " 0123abc");

    assertTrue(
        said.get(0)
            .matches(
                START + "holds other files in the checkpoint folder " + other + " than the driver"),
        said.get(0));
    assertTrue(said.get(1).matches(START + "Missing checkpoint folder: " + absent), said.get(1));
    assertTrue(
        said.get(2)
            .matches(START + "has another build, of commit \\w+; the driver's is of 0123abc"),
        said.get(2));
  }

  @Test
  void refusesAnotherVersionOfLibtorch() throws Exception {
    Path library = Files.createDirectories(directory.resolve("torch/lib"));
    Files.writeString(directory.resolve("torch/version.py"), "__version__ = '2.6.0+cu124'\n");
    Path present = Files.writeString(directory.resolve("catalog.db"), "");
    String cpu = "cpu " + present;

    List<String> said = check(List.of("-DPYTORCH_LIBRARY_PATH=" + library), cpu, cpu);

    for (String each : said) {
      assertTrue(
          each.matches(
              START + "Cannot load PyTorch 2.6.0 from .* \\(the native bridge needs exactly .*\\)"),
          each);
    }
    assertEquals(2, said.size());
  }

  /** What a driver said about each pair of device and witness. */
  private List<String> check(List<String> options, String... pairs)
      throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>(List.of(pairs));
    arguments.add(0, study.toString());
    Process driver =
        JavaProcess.start(
            CheckDriver.class.getName(), options, Map.of(), arguments.toArray(String[]::new));
    String said = new String(driver.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, driver.waitFor(), said);
    return said.lines().toList();
  }
}
