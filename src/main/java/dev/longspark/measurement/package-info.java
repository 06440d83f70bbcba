/**
 * What was measured of one generation. Engines differ in what they know: each {@link
 * dev.longspark.measurement.Measurement} stands alone, and what nobody measured is not there. A
 * number that can be had in several ways says how it was.
 */
package dev.longspark.measurement;
