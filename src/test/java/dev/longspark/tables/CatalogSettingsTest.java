package dev.longspark.tables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Properties;
import org.junit.jupiter.api.Test;

class CatalogSettingsTest {
  private static final String DEFAULT = "fs.defaultFS";

  /** A cluster's core-site.xml names hdfs: there. */
  @Test
  void aPlainPathIsOnTheDiskWhateverHadoopsDefaultIs() {
    CatalogSettings settings = CatalogSettings.of("/shared/warehouse", new Properties());

    assertEquals("file:///", settings.hadoop().get(DEFAULT));
    assertEquals(
        "file:///", settings.sparkSettings().get("spark.sql.catalog.lake.hadoop." + DEFAULT));
  }

  @Test
  void aUriTakesTheSettingsOfItsCatalog() {
    Properties properties = new Properties();
    properties.setProperty("spark.sql.catalog.lake.type", "hadoop");
    properties.setProperty("spark.sql.catalog.lake.hadoop.dfs.replication", "2");

    CatalogSettings settings = CatalogSettings.of("hdfs://name/warehouse", properties);

    assertEquals("2", settings.hadoop().get("dfs.replication"));
    assertNull(settings.options().get("hadoop." + DEFAULT));
  }

  @Test
  void aUriWithoutACatalogIsRefused() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> CatalogSettings.of("hdfs://name/warehouse", new Properties()));

    assertEquals(
        "Missing catalog for the warehouse hdfs://name/warehouse: only a local directory has one of"
            + " its own; set spark.sql.catalog.lake.type",
        e.getMessage());
  }
}
