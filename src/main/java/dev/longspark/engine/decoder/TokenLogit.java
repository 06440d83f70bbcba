package dev.longspark.engine.decoder;

import java.io.Serializable;

/** A token and its logit, before any softmax. */
public record TokenLogit(int id, float logit) implements Serializable {}
