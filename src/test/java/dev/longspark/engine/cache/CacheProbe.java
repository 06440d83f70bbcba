package dev.longspark.engine.cache;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.longspark.engine.Device;
import dev.longspark.engine.Precision;
import dev.longspark.engine.checkpoint.SafetensorsFile;
import dev.longspark.engine.torchscript.ScriptProgram;
import dev.longspark.engine.torchscript.Tensor;
import dev.longspark.engine.torchscript.TorchRuntime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** One layer's cache, fed from the golden streams. */
final class CacheProbe implements AutoCloseable {
  private static final Path ROOT = Path.of("src/test/resources/golden/quant");

  private final ScriptProgram program = ScriptProgram.load("cache_probe", Device.cpu());
  private String policy = "";

  CacheProbe() {
    TorchRuntime.useThreads(1); // the tensors are too small to be shared out
  }

  static JsonNode golden() {
    try {
      return new ObjectMapper().readTree(ROOT.resolve("kv.json").toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<JsonNode> cases() {
    List<JsonNode> cases = new ArrayList<>();
    golden().get("cases").forEach(cases::add);
    return cases;
  }

  static SafetensorsFile file(String name) {
    return SafetensorsFile.open(ROOT.resolve(name));
  }

  static Storage policy(JsonNode settings) {
    int residual = settings.get("residual_length").asInt();
    return settings.get("scheme").asText().equals("kivi")
        ? new KiviCache(
            settings.get("k_bits").asInt(), settings.get("group_size").asInt(), residual)
        : new QuantizedCache(
            settings.get("nbits").asInt(), settings.get("q_group_size").asInt(), residual);
  }

  static Precision precision(JsonNode settings) {
    return settings.get("dtype").asText().equals("float16") ? Precision.FP16 : Precision.FP32;
  }

  /** Loads the stream of a case and opens its cache. */
  void open(JsonNode settings, int capacity) {
    open(settings, capacity, precision(settings));
  }

  void open(JsonNode settings, int capacity, Precision precision) {
    String stream = settings.get("stream").asText();
    SafetensorsFile source = file(stream.startsWith("(") ? settings.get("file").asText() : stream);
    int headDim = settings.get("head_dim").asInt();
    int heads = settings.get("heads_kv").asInt();
    try (Tensor q = stored(source, "Q", settings.get("heads_q").asInt(), headDim);
        Tensor k = stored(source, "K", heads, headDim);
        Tensor v = stored(source, "V", heads, headDim)) {
      program.run("stream", q, k, v, precision.torchCode());
    }
    open(policy(settings), capacity);
  }

  private void open(Storage chosen, int capacity) {
    policy = chosen.program();
    program.run("open", policy, capacity, KindSettings.of(chosen));
  }

  float[] attend(int first, int end) {
    return program.callFloats("attend", first, end);
  }

  float[] exact(int token) {
    return program.callFloats("exact", token);
  }

  void endPass() {
    program.run("end_pass");
  }

  long bytes() {
    return program.callLong("bytes");
  }

  float[] returned(String part) {
    return program.callFloats(part.equals("k") ? "keys" : "values");
  }

  long[] lengths() {
    return program.callLongs("lengths", policy);
  }

  byte[] codes(String part) {
    boolean transposed = policy.equals("kivi") && part.equals("k");
    try (Tensor codes =
        program.callTensor(transposed ? "transposed_codes" : "codes", policy, part)) {
      return codes.toByteArray();
    }
  }

  float[] groups(String part, String name) {
    return program.callFloats("groups", policy, part, name);
  }

  float[] floats(SafetensorsFile source, String name) {
    if (source.read(name).remaining() == 4 * source.tensor(name).elements()) {
      float[] floats = new float[(int) source.tensor(name).elements()];
      source.read(name).asFloatBuffer().get(floats);
      return floats;
    }
    try (Tensor bytes = bytes(source, name)) {
      return program.callFloats("widened", bytes);
    }
  }

  private Tensor stored(SafetensorsFile source, String name, int heads, int headDim) {
    try (Tensor bytes = bytes(source, name)) {
      return program.callTensor("stored", bytes, heads, headDim);
    }
  }

  private static Tensor bytes(SafetensorsFile source, String name) {
    ByteBuffer buffer = source.read(name);
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return Tensor.ofBytes(bytes, bytes.length);
  }

  @Override
  public void close() {
    program.close();
  }
}
