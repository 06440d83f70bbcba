/**
 * A prompt into a measured generation. In come a checkpoint's folder and {@link
 * dev.longspark.engine.generation.EngineSettings}, then prompts as token ids; out comes one {@link
 * dev.longspark.engine.generation.Generation} per prompt: new ids, why they end, times and bytes.
 *
 * <p>Lifetime: a {@link dev.longspark.engine.generation.Generator} holds the weights for as many
 * samples as wanted and survives every failure of one; settings, limits and generations are values
 * that travel. Keys and values live inside one call of {@code generate}.
 *
 * <p>Start reading at {@link dev.longspark.engine.generation.Generator}.
 */
package dev.longspark.engine.generation;
