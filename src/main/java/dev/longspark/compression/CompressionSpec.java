package dev.longspark.compression;

import java.io.Serializable;

/**
 * The compression axis of a technique: a compressor and what it is asked to keep. Equal specs give
 * equal texts.
 *
 * @param model the compressor
 * @param settings what to keep
 */
public record CompressionSpec(CompressorModel model, CompressionSettings settings)
    implements Serializable {}
