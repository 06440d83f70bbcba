package dev.longspark.tables;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.hadoop.HadoopTables;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompactionTest {
  @TempDir private Path directory;

  @Test
  void letsGoOfManySnapshotsOnceNobodyReadsThem() {
    Instant nobodyReads = Instant.now().plus(Duration.ofMinutes(11));
    Table table = committed(100);
    Compaction.trim(table, nobodyReads);
    assertEquals(100, table.history().size());

    table.newAppend().commit();
    Compaction.trim(table, Instant.now());
    assertEquals(101, table.history().size());

    Compaction.trim(table, nobodyReads);
    assertEquals(5, table.history().size());
  }

  private Table committed(int times) {
    Schema schema = new Schema(Types.NestedField.required(1, "id", Types.LongType.get()));
    Table table = new HadoopTables(new Configuration()).create(schema, directory.toString());
    for (int i = 0; i < times; i++) {
      table.newAppend().commit();
    }
    return table;
  }
}
