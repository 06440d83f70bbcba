package dev.longspark.tables;

import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.exceptions.CommitFailedException;

/**
 * Gives a table of an older version the columns that came later: optional ones, each behind all
 * that were there, as rows are written by position. What is stored is null in them.
 */
final class NewColumns {
  private NewColumns() {}

  static Table add(Table table, Schema schema) {
    if (lacksNone(table, schema)) {
      return table;
    }
    try {
      table.updateSchema().unionByNameWith(schema).commit();
    } catch (CommitFailedException e) {
      table.refresh();
      if (!lacksNone(table, schema)) { // else another driver added them at the same time
        throw e;
      }
    }
    return table;
  }

  private static boolean lacksNone(Table table, Schema schema) {
    return schema.columns().stream()
        .allMatch(column -> table.schema().findField(column.name()) != null);
  }
}
