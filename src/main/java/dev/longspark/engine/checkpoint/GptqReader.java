package dev.longspark.engine.checkpoint;

import dev.longspark.engine.Device;
import dev.longspark.engine.Precision;
import dev.longspark.engine.checkpoint.GptqSettings.ZeroConvention;
import dev.longspark.engine.torchscript.ScriptProgram;
import dev.longspark.engine.torchscript.ScriptValue;
import dev.longspark.engine.torchscript.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads the 4-bit matrices of a GPTQ checkpoint, as weights or as parts for the int4 kernels.
 *
 * <p>Source: Frantar et al., GPTQ (2022); the layouts of AutoGPTQ and GPTQModel, {@code weight =
 * scale * (code - zero)} per group of inputs. Deviations: a symmetric file whose zeros contradict
 * its label is read by its zeros.
 */
final class GptqReader implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(GptqReader.class);
  private static final int KERNEL_OUTPUTS = 16;

  private final TensorSource source;
  private final Device device;
  private final ScriptProgram loader;
  private final GptqSettings settings;
  private final ScriptProgram program;
  private final KernelChoice kernels;
  private boolean warned;

  GptqReader(TensorSource source, Device device, ScriptProgram loader) {
    this.source = source;
    this.device = device;
    this.loader = loader;
    this.settings = source.gptq();
    program = ScriptProgram.load("gptq", device, "linear", "int4");
    kernels = new KernelChoice(program);
  }

  /** The stored tensors of one matrix, with what they mean. */
  private record Matrix(
      Tensor qweight, Tensor qzeros, Tensor scales, GptqGroups groups, long zeroOffset)
      implements AutoCloseable {
    @Override
    public void close() {
      qweight.close();
      qzeros.close();
      scales.close();
    }
  }

  /** The dequantized weight [outputs, inputs]. */
  Tensor weight(String name, Precision precision) {
    try (Matrix matrix = matrix(name)) {
      return weight(matrix, precision);
    }
  }

  /** Parts as {@code torchscript/linear.py} takes them, without the bias. */
  List<Tensor> int4(String name, Precision precision) {
    try (Matrix matrix = matrix(name)) {
      int group = matrix.groups.kernelGroup();
      long outputs = matrix.scales.shape()[1];
      if (group == 0 || outputs % KERNEL_OUTPUTS != 0) {
        LOG.warn("{} does not fit the int4 kernels and is kept as {}", name, precision);
        return List.of(weight(matrix, precision));
      }
      return parts(matrix, group, precision);
    }
  }

  @Override
  public void close() {
    program.close();
  }

  private Tensor weight(Matrix matrix, Precision precision) {
    try (Tensor groups = onDevice(matrix.groups.indices())) {
      return program.callTensor(
          "weight",
          matrix.qweight,
          matrix.qzeros,
          matrix.zeroOffset,
          matrix.scales,
          groups,
          precision.torchCode());
    }
  }

  private List<Tensor> parts(Matrix matrix, int group, Precision precision) {
    long[] order = matrix.groups.isContiguous() ? new long[0] : matrix.groups.permutation();
    try (Tensor permutation = onDevice(order);
        ScriptValue parts =
            program.call(
                "int4",
                matrix.qweight,
                matrix.qzeros,
                matrix.zeroOffset,
                matrix.scales,
                permutation,
                group,
                precision.torchCode())) {
      List<Tensor> tensors = new ArrayList<>();
      for (ScriptValue part : parts.parts()) {
        try (part) {
          tensors.add(part.toTensor());
        }
      }
      kernels.limit(tensors, precision);
      return tensors;
    }
  }

  private Matrix matrix(String name) {
    Tensor qweight = source.loadStored(name + ".qweight", device, loader);
    Tensor qzeros = source.loadStored(name + ".qzeros", device, loader);
    Tensor scales = source.loadStored(name + ".scales", device, loader);
    int inputs = Math.toIntExact(qweight.shape()[0] * GptqShape.CODES_PER_WORD);
    int count = Math.toIntExact(scales.shape()[0]);
    return new Matrix(
        qweight, qzeros, scales, groups(name, inputs, count), zeroOffset(name, qzeros));
  }

  private GptqGroups groups(String name, int inputs, int count) {
    int size = GptqShape.groupSize(settings, inputs, count);
    String indices = name + ".g_idx";
    if (!source.has(indices)) {
      return GptqGroups.contiguous(inputs, size, count);
    }
    try (Tensor stored = source.loadStored(indices, Device.cpu(), loader)) {
      return GptqGroups.of(stored.toIntArray(), size, count, "tensor " + indices);
    }
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

  private Tensor onDevice(long[] values) {
    try (Tensor tensor = Tensor.ofLongs(values, values.length)) {
      return loader.callTensor("moved", tensor, device.toString());
    }
  }
}
