package dev.longspark.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longspark.tables.CatalogSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Leases of a warehouse that is no directory; those of one that is are in EvaluationJobTest. */
class LeaseTest {
  private static final String LEASES = "spark.longspark.leases";

  @TempDir private Path directory;

  @AfterEach
  void forget() {
    System.clearProperty(LEASES);
  }

  @Test
  void refusesAWarehouseThatCannotBeLocked() {
    RunFailedException e =
        assertThrows(
            RunFailedException.class, () -> Lease.hold(onObjectStore(), "run-1", () -> "done"));

    assertEquals(
        "Cannot run run-1: the warehouse s3a://bucket/warehouse is no directory that could be"
            + " locked; set spark.longspark.leases to one that all drivers see",
        e.getMessage());
  }

  @Test
  void locksInTheDirectoryThatIsNamed() {
    Path leases = directory.resolve("leases");
    System.setProperty(LEASES, leases.toString());

    String result =
        Lease.hold(
            onObjectStore(),
            "run-1",
            () -> {
              assertTrue(Files.exists(leases.resolve("run-1.lock")));
              RunFailedException e =
                  assertThrows(
                      RunFailedException.class,
                      () -> Lease.hold(onObjectStore(), "run-1", () -> "twice"));
              String here = "process " + ProcessHandle.current().pid() + " on ";
              assertTrue(e.getMessage().startsWith("Cannot run run-1: " + here), e.getMessage());
              return Lease.hold(onObjectStore(), "run-2", () -> "another run");
            });

    assertEquals("another run", result);
    assertEquals("again", Lease.hold(onObjectStore(), "run-1", () -> "again"));
  }

  private static CatalogSettings onObjectStore() {
    Properties properties = new Properties();
    properties.setProperty("spark.sql.catalog.lake.type", "rest");
    return CatalogSettings.of("s3a://bucket/warehouse", properties);
  }
}
