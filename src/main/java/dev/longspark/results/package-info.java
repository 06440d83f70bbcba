/**
 * Rows into results: Spark SQL over the tables and the views of the {@code sql} resources. While a
 * warehouse is small, some answers come from the rows without a query; a test holds each of these
 * short cuts to its query, and {@link dev.longspark.tables.Warehouse#isSmall} is the one threshold.
 *
 * <p>Start reading at {@link dev.longspark.results.WarehouseSession}.
 */
package dev.longspark.results;
