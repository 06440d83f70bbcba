package dev.longspark.engine.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.longspark.engine.Device;
import dev.longspark.engine.Precision;
import dev.longspark.engine.torchscript.ScriptProgram;
import dev.longspark.engine.torchscript.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One 4-bit matrix of the golden data, named {@code m}. */
record GoldenMatrix(SafetensorsFile file, MappedTensors tensors, StoredFormat format)
    implements TensorSource {
  private static final Path ROOT = Path.of("src/test/resources/golden/quant");

  static Path path(String name) {
    return ROOT.resolve(name);
  }

  static List<JsonNode> cases(String kind) throws IOException {
    List<JsonNode> cases = new ArrayList<>();
    new ObjectMapper().readTree(path(kind + ".json").toFile()).get("cases").forEach(cases::add);
    return cases;
  }

  static GoldenMatrix of(JsonNode settings) {
    SafetensorsFile file = SafetensorsFile.open(path(settings.get("file").asText()));
    Map<String, StoredTensor> named = new LinkedHashMap<>();
    file.tensors().forEach((name, tensor) -> named.put("m." + name, tensor));
    GptqSettings gptq =
        new GptqSettings(
            4,
            settings.get("group_size").asInt(),
            settings.get("sym").asBoolean(),
            settings.get("checkpoint_format").asText().equals("gptq")
                ? GptqSettings.ZeroConvention.V1
                : GptqSettings.ZeroConvention.V2,
            false);
    return new GoldenMatrix(
        file, new MappedTensors(ROOT, named), new GptqFormat(gptq, GptqRules.NONE));
  }

  TensorReader reader() {
    return new TensorReader(this, Optional.of(format), Device.cpu());
  }

  float[] floats(String name) {
    return GoldenModels.floats(file, name);
  }

  @Override
  public boolean has(String name) {
    return tensors.has(name);
  }

  @Override
  public Tensor load(String name, Precision precision, Device device, ScriptProgram loader) {
    return tensors.load(name, precision, device, loader);
  }

  @Override
  public Tensor loadStored(String name, Device device, ScriptProgram loader) {
    return tensors.loadStored(name, device, loader);
  }
}
