package dev.longspark.engine.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.longspark.engine.family.JsonObject;
import dev.longspark.engine.torchscript.ScriptProgram;
import dev.longspark.engine.torchscript.Tensor;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the matrices of a checkpoint that bitsandbytes stored.
 *
 * @param bits of a number, 4 or 8
 * @param state what the tensor is called behind the name of its matrix that describes 4-bit codes
 */
record BitsAndBytesReader(
    int bits, String state, TensorPlace place, ScriptProgram program, CodePacking packing)
    implements MatrixReader {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LARGEST = 127;

  @Override
  public StoredMatrix matrix(String name) {
    return bits == Byte.SIZE ? int8(name) : fourBits(name);
  }

  private StoredMatrix int8(String name) {
    String order = name + ".weight_format";
    if (place.has(order) && bytes(order)[0] != 0) {
      throw new IllegalArgumentException(
          "Invalid tensor " + order + ": " + bytes(order)[0] + " (must be 0, rows one by one)");
    }
    return new Int8Values(
        place.stored(name + ".weight"), place.stored(name + ".SCB"), LARGEST, false, packing);
  }

  private StoredMatrix fourBits(String name) {
    JsonObject written = written(name + "." + state);
    List<Long> settings = new ArrayList<>();
    written.node().path("shape").forEach(each -> settings.add(each.asLong()));
    settings.add((long) written.integer("blocksize"));
    boolean nested = written.has("nested_offset");
    settings.add((long) written.integer("nested_blocksize", 1));
    List<Tensor> parts = new ArrayList<>();
    try (Tensor weight = place.stored(name + ".weight")) {
      parts.add(program.callTensor("flat", weight));
    }
    parts.add(place.stored(name + ".weight.quant_map"));
    parts.add(place.stored(name + ".weight.absmax"));
    if (nested) {
      parts.add(place.stored(name + ".weight.nested_quant_map"));
      parts.add(place.stored(name + ".weight.nested_absmax"));
      parts.add(offset(written));
    } else {
      for (int i = 0; i < 3; i++) {
        parts.add(program.callTensor("empty", parts.get(0)));
      }
    }
    return new HeldMatrix("nf4", parts, settings, packing);
  }

  private Tensor offset(JsonObject written) {
    try (Tensor number =
        Tensor.ofFloats(new float[] {(float) written.number("nested_offset")}, 1)) {
      return place.loader().callTensor("moved", number, place.device().toString());
    }
  }

  private JsonObject written(String tensor) {
    String text = new String(bytes(tensor), StandardCharsets.UTF_8);
    try {
      return new JsonObject("tensor " + tensor, JSON.readTree(text));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("Invalid JSON in tensor " + tensor + ": " + text, e);
    }
  }

  private byte[] bytes(String tensor) {
    try (Tensor stored = place.stored(tensor);
        Tensor here = place.loader().callTensor("moved", stored, "cpu")) {
      return here.toByteArray();
    }
  }

  @Override
  public void close() {
    program.close();
    packing.close();
  }
}
