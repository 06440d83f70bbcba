package dev.longspark.cli;

import dev.longspark.prompt.TokenIds;

/** A prompt's text and the ids that the model gets. */
record RenderedPrompt(String text, TokenIds ids) {}
