package dev.longspark.tables;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.hadoop.fs.FSError;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.PartitionKey;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.InternalRecordWrapper;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetWriter;
import org.apache.iceberg.encryption.EncryptedOutputFile;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.exceptions.RuntimeIOException;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.io.OutputFileFactory;
import org.apache.iceberg.parquet.Parquet;

/** Writes rows as Parquet files, one per partition, and commits them to their table. */
final class RecordFiles {
  private RecordFiles() {}

  /** One commit with all rows, if there is one. */
  static <T> void append(Table table, List<T> rows, Function<T, Record> toRecord, Instant now) {
    if (!rows.isEmpty()) {
      append(table, rows.stream().map(toRecord).toList());
      Compaction.trim(table, now);
    }
  }

  /** Some columns of some rows, as the table is now. */
  static void read(Table table, Expression where, List<String> columns, Consumer<Record> rows) {
    table.refresh();
    try (CloseableIterable<Record> found =
        IcebergGenerics.read(table).where(where).select(columns).build()) {
      found.forEach(rows);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the table " + table.name(), e);
    } catch (RuntimeIOException | NotFoundException | ValidationException e) {
      throw WarehouseFiles.damaged("Cannot read the table " + table.name(), e);
    }
  }

  private static void append(Table table, List<Record> rows) {
    // Not newFastAppend: it never merges manifests, and planning grows with every commit.
    AppendFiles append = table.newAppend();
    write(table, rows).forEach(append::appendFile);
    append.commit();
  }

  /** One commit that puts a row in place of all rows of whole files. */
  static void replace(Table table, Expression replaced, Record row) {
    DataFile file = write(table, List.of(row)).get(0);
    table.newOverwrite().overwriteByRowFilter(replaced).addFile(file).commit();
  }

  /** How many records each value of a table's partitions has, which are of one column. */
  static Map<String, Long> counts(Table table) {
    Map<String, Long> found = new HashMap<>();
    try (CloseableIterable<FileScanTask> files = table.newScan().planFiles()) {
      files.forEach(
          each ->
              found.merge(
                  each.file().partition().get(0, String.class),
                  each.file().recordCount(),
                  Long::sum));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the table " + table.name(), e);
    }
    return found;
  }

  private static List<DataFile> write(Table table, List<Record> rows) {
    OutputFileFactory files =
        OutputFileFactory.builderFor(table, 0, 0)
            .operationId(UUID.randomUUID().toString())
            .format(FileFormat.PARQUET)
            .build();
    List<DataFile> written = new ArrayList<>();
    byPartition(table, rows)
        .forEach(
            (partition, members) ->
                written.add(
                    writeFile(
                        table, partition, files.newOutputFile(table.spec(), partition), members)));
    return written;
  }

  private static Map<PartitionKey, List<Record>> byPartition(Table table, List<Record> rows) {
    Map<PartitionKey, List<Record>> groups = new LinkedHashMap<>();
    InternalRecordWrapper view = new InternalRecordWrapper(table.schema().asStruct());
    for (Record row : rows) {
      PartitionKey partition = new PartitionKey(table.spec(), table.schema());
      partition.partition(view.wrap(row));
      groups.computeIfAbsent(partition, key -> new ArrayList<>()).add(row);
    }
    return groups;
  }

  private static DataFile writeFile(
      Table table, PartitionKey partition, EncryptedOutputFile file, List<Record> rows) {
    String path = file.encryptingOutputFile().location();
    try {
      DataWriter<Record> writer =
          Parquet.writeData(file.encryptingOutputFile())
              .forTable(table)
              .withPartition(partition)
              .createWriterFunc(GenericParquetWriter::create)
              .build();
      try (writer) {
        rows.forEach(writer::write);
      }
      return writer.toDataFile();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write the data file " + path, e);
    } catch (FSError e) {
      // A full disk is no error of the program, as Hadoop has it.
      throw new UncheckedIOException(
          "Cannot write the data file " + path, new IOException(e.getCause().getMessage(), e));
    }
  }
}
