package dev.longspark.plan;

import dev.longspark.compression.CompressionSpec;
import dev.longspark.compression.CompressorModel;
import dev.longspark.compression.TokenCounter;
import dev.longspark.config.ConfigException;
import dev.longspark.hash.Digest;

/**
 * Names what a compression does to a context: a hash over the compressor's files and every setting,
 * so that whoever asks for the same finds what is stored.
 */
public final class CompressionIdentity {
  private static final int DIGITS = 32;

  private CompressionIdentity() {}

  /**
   * The name of a compression.
   *
   * @param checkpoints of the run
   * @throws ConfigException if there is no such folder
   */
  public static String of(CompressionSpec spec, Fingerprints checkpoints) {
    CompressorModel model = spec.model();
    String counter = model.counter();
    Digest digest = new Digest();
    digest.text(checkpoints.of(model.directory()));
    digest.text(model.precision().name()).text(model.endTokens().name());
    digest.text(counter.equals(TokenCounter.UTF8) ? counter : checkpoints.of(counter));
    digest.text(spec.settings().toString());
    return digest.hex(DIGITS);
  }
}
