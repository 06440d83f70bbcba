/**
 * Paired scores into intervals, p values and interactions. In come plain arrays, one value per
 * sample; out come small immutable values. Everything random is seeded and does not depend on the
 * order of the rows.
 *
 * <p>Samples are the unit of resampling: the techniques of a comparison answer the same samples, so
 * their scores are compared sample by sample, never as two independent means.
 *
 * <p>Start reading at {@link dev.longspark.statistics.PairedComparison}.
 */
package dev.longspark.statistics;
