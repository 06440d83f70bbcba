/**
 * The Iceberg tables of a warehouse: samples, generations, scores and runs as rows.
 *
 * <p>In come immutable records such as {@link dev.longspark.tables.GenerationRow}; each table has
 * one class that owns its columns, such as {@link dev.longspark.tables.GenerationTable}. A {@link
 * dev.longspark.tables.Warehouse} is opened once per process and needs no Spark.
 *
 * <p>Start reading at {@link dev.longspark.tables.Warehouse}.
 */
package dev.longspark.tables;
