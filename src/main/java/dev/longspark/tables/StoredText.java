package dev.longspark.tables;

import dev.longspark.data.AnswerRule;
import java.io.Serializable;

/**
 * What was generated for one sample in one cell.
 *
 * @param key the generation
 * @param rule what of the text is scored
 * @param text the prediction, whole
 */
public record StoredText(GenerationKey key, AnswerRule rule, String text) implements Serializable {}
