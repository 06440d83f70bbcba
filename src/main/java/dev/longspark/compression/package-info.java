/**
 * A prompt's context into a shorter one: LLMLingua-2. In come context strings and {@link
 * dev.longspark.compression.CompressionSettings}; out goes a {@link
 * dev.longspark.compression.Compressed} text with every word's probability and decision. The
 * settings and results travel; a compressor's encoder and tokenizer stay in the process that opened
 * them.
 *
 * <p>Source: Pan et al., "LLMLingua-2: Data Distillation for Efficient and Faithful Task-Agnostic
 * Prompt Compression" (2024), and the package llmlingua 0.2.2 whose outputs are matched. Start
 * reading at {@link dev.longspark.compression.PromptCompressor}.
 */
package dev.longspark.compression;
