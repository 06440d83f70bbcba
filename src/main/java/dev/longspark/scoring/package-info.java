/**
 * Texts into rows of scores: at once, where a text is generated, and again over stored texts, as an
 * ordinary Spark job that needs no model and no native library.
 *
 * <p>Start reading at {@link dev.longspark.scoring.Scorer}, then {@link
 * dev.longspark.scoring.Rescoring}.
 */
package dev.longspark.scoring;
