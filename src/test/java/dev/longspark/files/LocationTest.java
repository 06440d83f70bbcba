package dev.longspark.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocationTest {
  private static final String HOME = System.getProperty("user.home");

  @ParameterizedTest
  @ValueSource(strings = {"hdfs://host:9000/a", "s3a://bucket/a", "file:/a", "file:///a b"})
  void aSchemeThatASlashFollowsMakesAUri(String written) {
    Location location = new Location(written);

    assertTrue(location.isUri());
    assertEquals(written, location.absoluteFrom(Path.of("/study")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"2026-07-04T10:00:00", "run:1/data", "a:b", "./x:y/z", "/abs/10:00", "a b", "ü:ü"})
  void pathsMayHaveColons(String written) {
    Location location = new Location(written);

    assertFalse(location.isUri());
    assertEquals(Optional.of(Path.of(written)), location.local());
    assertEquals(
        Path.of(written).toAbsolutePath().normalize().toString(),
        location.hadoop().toUri().getPath());
    assertEquals(
        Path.of("/study").resolve(written).normalize().toString(),
        location.absoluteFrom(Path.of("/study")));
  }

  @Test
  void theTildeIsTheHomeFolder() {
    assertEquals(Path.of(HOME), Location.path("~"));
    assertEquals(Path.of(HOME, "models", "a:b"), Location.path("~/models/a:b"));
    assertEquals(Path.of("~other"), Location.path("~other"));
    assertEquals(HOME + "/data", new Location("~/data").absoluteFrom(Path.of("/study")));
    assertEquals(Optional.of(Path.of("/a b")), new Location("file:/a%20b").local());
  }
}
