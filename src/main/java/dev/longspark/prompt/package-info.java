/**
 * A sample into the token ids that a protocol asks for: fill LongBench's template, cut the middle
 * of what is too long, wrap it in the model's chat template, tokenize. In come samples and the
 * files {@code tokenizer.json} and {@code tokenizer_config.json} of a checkpoint; out go immutable,
 * serializable {@link dev.longspark.prompt.Prompt}s. A {@link dev.longspark.prompt.Tokenizer} holds
 * native memory and lives as long as its process needs the model.
 *
 * <p>Beside it, running text into the token ids on which a model is watched before it is quantized
 * or pruned: {@link dev.longspark.prompt.CalibrationFiles} into a {@link
 * dev.longspark.prompt.Calibration}.
 *
 * <p>Start reading at {@link dev.longspark.prompt.PromptBuilder}.
 */
package dev.longspark.prompt;
