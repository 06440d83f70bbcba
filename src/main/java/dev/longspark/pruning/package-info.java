/**
 * Width pruning in the manner of Minitron. In come a checkpoint folder, calibration text and the
 * sizes wanted; out go an ordinary checkpoint folder of a narrower model, with a record of what was
 * seen and kept, and {@link dev.longspark.pruning.LogitComparison how far} the new model's logits
 * are from the old one's. One layer is in memory at a time.
 *
 * <p>Lifetime: one command. {@link dev.longspark.pruning.LayerProbe} holds native memory until it
 * is closed; the rest are values.
 *
 * <p>Start reading at {@link dev.longspark.pruning.Pruning}.
 */
package dev.longspark.pruning;
