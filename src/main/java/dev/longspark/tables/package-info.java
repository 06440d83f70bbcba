/**
 * The Iceberg tables of a warehouse: samples, generations, scores and runs as rows, and rows as
 * results, by the SQL files of the {@code sql} resources, which become views.
 *
 * <p>In come immutable records such as {@link dev.longspark.tables.GenerationRow}; each table has
 * one class that owns its columns, such as {@link dev.longspark.tables.GenerationTable}. A {@link
 * dev.longspark.tables.Warehouse} is opened once per process and needs no Spark; a {@link
 * dev.longspark.tables.WarehouseSession} adds Spark SQL.
 *
 * <p>Start reading at {@link dev.longspark.tables.Warehouse}.
 */
package dev.longspark.tables;
