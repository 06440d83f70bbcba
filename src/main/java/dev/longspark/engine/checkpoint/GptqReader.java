package dev.longspark.engine.checkpoint;

import dev.longspark.engine.checkpoint.GptqSettings.ZeroConvention;
import dev.longspark.engine.torchscript.ScriptProgram;
import dev.longspark.engine.torchscript.Tensor;
import java.util.function.Function;
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

  private final Function<String, GptqSettings> modules;
  private final TensorPlace place;
  private final ScriptProgram program;
  private final CodePacking packing;
  private boolean warned;

  GptqReader(Function<String, GptqSettings> modules, TensorPlace place) {
    this.modules = modules;
    this.place = place;
    program = ScriptProgram.load("gptq", place.device());
    packing = new CodePacking(place);
  }

  @Override
  public GroupedCodes matrix(String name) {
    GptqSettings settings = modules.apply(name);
    int bits = settings.bits();
    try (Tensor qweight = place.stored(name + ".qweight");
        Tensor qzeros = place.stored(name + ".qzeros")) {
      int inputs = Math.toIntExact(qweight.shape()[0] * Integer.SIZE / bits);
      int count = Math.toIntExact(qzeros.shape()[0]);
      InputGroups groups = groups(name, settings.groupSize(inputs, count), inputs, count);
      int offset = zeroOffset(name, settings, qzeros);
      return new GroupedCodes(
          name,
          bits,
          program.callTensor("codes", qweight, bits),
          program.callTensor("zeros", qzeros, bits, offset),
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

  private InputGroups groups(String name, int size, int inputs, int count) {
    String indices = name + ".g_idx";
    return place.has(indices)
        ? InputGroups.of(place.integers(indices), size, count, "tensor " + indices)
        : InputGroups.contiguous(inputs, size, count);
  }

  private int zeroOffset(String name, GptqSettings settings, Tensor qzeros) {
    if (settings.symmetric()) {
      long[] range = program.callLongs("zero_range", qzeros, settings.bits());
      for (ZeroConvention convention : ZeroConvention.values()) {
        if (range[0] == convention.symmetricZero(settings.bits()) && range[1] == range[0]) {
          warnIfMislabelled(name, settings, convention);
          return convention.offset();
        }
      }
    }
    return settings.zeros().offset();
  }

  private void warnIfMislabelled(String name, GptqSettings settings, ZeroConvention found) {
    if (found != settings.zeros() && !warned) {
      LOG.warn("{} stores zeros as {} although its format says {}", name, found, settings.zeros());
      warned = true;
    }
  }
}
