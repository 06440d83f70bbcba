package dev.longspark.tables;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.longspark.testing.SharedSpark;
import java.nio.file.Path;
import java.util.List;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.UpdateSchema;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.types.Types.NestedField;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NewColumnsTest {
  private static final TableIdentifier ID =
      TableIdentifier.of(CatalogSettings.NAMESPACE, GenerationTable.NAME);

  @TempDir private Path directory;

  @Test
  void anOlderWarehouseGetsThemWhenOpened() {
    try (Warehouse warehouse = SharedSpark.warehouse(directory)) {
      withoutColumnsFrom("energy_joules", warehouse.catalog().loadTable(ID));
    }
    try (Warehouse warehouse = SharedSpark.warehouse(directory)) {
      Table table = warehouse.catalog().loadTable(ID);

      assertEquals(names(GenerationTable.SCHEMA), names(table.schema()));
    }
  }

  @Test
  void aTableThatHasThemStaysAsItIs() {
    try (Warehouse warehouse = SharedSpark.warehouse(directory)) {
      Table table = warehouse.catalog().loadTable(ID);
      int before = table.schema().schemaId();

      assertEquals(before, NewColumns.add(table, GenerationTable.SCHEMA).schema().schemaId());
    }
  }

  /** As a version left it that knew neither this column nor those that came later. */
  private static void withoutColumnsFrom(String first, Table table) {
    List<String> names = names(table.schema());
    UpdateSchema update = table.updateSchema();
    names.subList(names.indexOf(first), names.size()).forEach(update::deleteColumn);
    update.commit();
  }

  private static List<String> names(Schema schema) {
    return schema.columns().stream().map(NestedField::name).toList();
  }
}
