package dev.longspark.compression;

import dev.longspark.engine.Device;
import dev.longspark.engine.Precision;
import java.io.Serializable;

/**
 * Which compressor to open: travels to the process that opens it.
 *
 * @param directory of the token classifier: config.json, tokenizer.json, safetensors
 * @param device where the encoder runs
 * @param precision in which it computes
 * @param endTokens around every chunk
 * @param counter {@link TokenCounter#UTF8}, or the folder of the tokenizer that counts
 */
public record CompressorModel(
    String directory, Device device, Precision precision, EndTokens endTokens, String counter)
    implements Serializable {

  /** The reference's way: float32 on the CPU, the released package's end tokens. */
  public static CompressorModel of(String directory) {
    return new CompressorModel(
        directory, Device.cpu(), Precision.FP32, EndTokens.AS_RELEASED, TokenCounter.UTF8);
  }
}
