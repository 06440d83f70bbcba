/**
 * A plan's cells and prompt lengths into tokens, bytes on each device, seconds, and work units.
 * Nothing is run and no device is asked.
 *
 * <p>Start reading at {@link dev.longspark.forecast.Forecast}; {@link
 * dev.longspark.forecast.UnitMaker} cuts what is missing into units.
 */
package dev.longspark.forecast;
