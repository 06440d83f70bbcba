package dev.longspark.engine.checkpoint;

import dev.longspark.engine.checkpoint.GptqSettings.ZeroConvention;
import dev.longspark.engine.torchscript.ScriptProgram;
import dev.longspark.engine.torchscript.Tensor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the matrices of a GPTQ checkpoint.
 *
 * <p>Source: Frantar et al., GPTQ (2022); the layouts of AutoGPTQ and GPTQModel, {@code weight =
 * scale * (code - zero)} per group of inputs. Deviations: a symmetric file whose zeros contradict
 * its label is read by its zeros.
 */
final class GptqReader implements MatrixReader {
  private static final Logger LOG = LoggerFactory.getLogger(GptqReader.class);

  private final GptqSettings settings;
  private final TensorPlace place;
  private final ScriptProgram program;
  private final CodePacking packing;
  private boolean warned;

  GptqReader(GptqSettings settings, TensorPlace place) {
    this.settings = settings;
    this.place = place;
    program = ScriptProgram.load("gptq", place.device());
    packing = new CodePacking(place);
  }

  @Override
  public GroupedCodes matrix(String name) {
    try (Tensor qweight = place.stored(name + ".qweight");
        Tensor qzeros = place.stored(name + ".qzeros")) {
      int inputs = Math.toIntExact(qweight.shape()[0] * GptqFormat.CODES_PER_WORD);
      int count = Math.toIntExact(qzeros.shape()[0]);
      InputGroups groups = groups(name, inputs, count);
      long offset = zeroOffset(name, qzeros);
      return new GroupedCodes(
          name,
          program.callTensor("codes", qweight),
          program.callTensor("zeros", qzeros, offset),
          place.stored(name + ".scales"),
          groups,
          packing);
    }
  }

  @Override
  public void close() {
    program.close();
    packing.close();
  }

  private InputGroups groups(String name, int inputs, int count) {
    int size = settings.groupSize(inputs, count);
    String indices = name + ".g_idx";
    return place.has(indices)
        ? InputGroups.of(place.integers(indices), size, count, "tensor " + indices)
        : InputGroups.contiguous(inputs, size, count);
  }

  private long zeroOffset(String name, Tensor qzeros) {
    if (settings.symmetric()) {
      long[] range = program.callLongs("zero_range", qzeros);
      for (ZeroConvention convention : ZeroConvention.values()) {
        if (range[0] == convention.symmetricZero() && range[1] == range[0]) {
          warnIfMislabelled(name, convention);
          return convention.wordOffset();
        }
      }
    }
    return settings.zeros().wordOffset();
  }

  private void warnIfMislabelled(String name, ZeroConvention found) {
    if (found != settings.zeros() && !warned) {
      LOG.warn("{} stores zeros as {} although its format says {}", name, found, settings.zeros());
      warned = true;
    }
  }
}
