package dev.longspark.tables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longspark.testing.SharedSpark;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class WarehouseFilesTest {
  @TempDir private Path directory;

  @Test
  void whoeverReadsCreatesNothing() throws IOException {
    CatalogSettings settings = settings();

    assertEquals(
        "Missing warehouse: %s (a run creates it)".formatted(directory),
        refusal(() -> Warehouse.existing(settings)));
    try (Stream<Path> files = Files.list(directory)) {
      assertEquals(List.of(), files.toList());
    }
  }

  @Test
  void tablesWithoutTheirCatalogAreNoEmptyWarehouse() throws IOException {
    SharedSpark.warehouse(directory).close();
    Path catalog = directory.resolve("catalog.db");
    Files.write(catalog, new byte[0]);

    String expected =
        "Cannot open the warehouse %s: its catalog %s is %s, while there are tables in %s (restore it from a copy of the warehouse, or name another one)";
    for (String state : List.of("empty", "missing")) {
      if (state.equals("missing")) {
        Files.delete(catalog);
      }
      String message =
          expected.formatted(directory, catalog, state, directory.resolve("longspark"));
      assertEquals(message, refusal(() -> Warehouse.existing(settings())));
      assertEquals(message, refusal(() -> SharedSpark.warehouse(directory)));
      assertEquals(state.equals("empty"), Files.exists(catalog));
    }
  }

  @Test
  void aDamagedCatalogIsNamed() throws IOException {
    Files.writeString(
        directory.resolve("catalog.db"), "no database at all, but long enough\n".repeat(100));

    UncheckedIOException e =
        assertThrows(UncheckedIOException.class, () -> Warehouse.existing(settings()));

    assertTrue(e.getMessage().startsWith("Cannot open the warehouse " + directory), e.getMessage());
  }

  @Test
  void damagedMetadataAndDataAreNamed() throws IOException {
    try (Warehouse warehouse = SharedSpark.warehouse(directory)) {
      warehouse.putRun(
          new RunRow(
              "a",
              "study",
              "{}",
              java.time.Instant.EPOCH,
              java.time.Instant.EPOCH,
              RunStatus.COMPLETE));
      for (Path file : files("runs/data", ".parquet")) {
        Files.delete(file);
      }
      String message =
          assertThrows(UncheckedIOException.class, () -> warehouse.run("a")).getMessage();
      assertTrue(message.startsWith("Cannot read the table "), message);
    }
    for (Path file : files("runs/metadata", ".json")) {
      Files.writeString(file, "{");
    }
    UncheckedIOException e =
        assertThrows(UncheckedIOException.class, () -> Warehouse.existing(settings()));
    assertTrue(e.getMessage().startsWith("Cannot open the warehouse " + directory), e.getMessage());
    assertTrue(e.getCause().getMessage().contains(".metadata.json"), e.getCause().getMessage());
  }

  private List<Path> files(String folder, String ending) throws IOException {
    try (Stream<Path> files = Files.walk(directory.resolve("longspark").resolve(folder))) {
      return files.filter(file -> file.toString().endsWith(ending)).toList();
    }
  }

  private CatalogSettings settings() {
    return CatalogSettings.of(directory.toString(), new Properties());
  }

  private static String refusal(Executable opening) {
    return assertThrows(IllegalArgumentException.class, opening).getMessage();
  }
}
