package dev.longspark.results;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Lists, maps and structures of a result as JSON texts, for formats that are flat. */
final class NestedColumns {
  private NestedColumns() {}

  static Dataset<Row> asJson(Dataset<Row> result) {
    List<Column> columns = new ArrayList<>();
    StructField[] fields = result.schema().fields();
    String[] unique = new String[fields.length];
    for (int at = 0; at < fields.length; at++) {
      // A result may have two columns of one name, which Spark could then not tell apart.
      unique[at] = "c" + at;
    }
    Dataset<Row> renamed = result.toDF(unique);
    for (int at = 0; at < fields.length; at++) {
      Column column = renamed.col(unique[at]);
      columns.add(isNested(fields[at].dataType()) ? functions.to_json(column) : column);
    }
    return renamed.select(columns.toArray(Column[]::new));
  }

  private static boolean isNested(DataType type) {
    return type instanceof ArrayType || type instanceof MapType || type instanceof StructType;
  }
}
