package dev.longspark.engine.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import dev.longspark.files.FileForm;
import dev.longspark.files.JsonFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads and checks the header of a safetensors file: 8 bytes little-endian length, that many bytes
 * of JSON, then the data, which the tensors must fill without gap or overlap.
 *
 * <p>Source: the format's specification and the checks of its reference reader.
 */
final class SafetensorsHeader {
  private static final int LENGTH_BYTES = 8;
  private static final long MAX_HEADER_BYTES = 100_000_000;
  private static final int MOST_TENSORS = 500_000;
  private static final String METADATA = "__metadata__";

  private final Path file;
  private final long dataStart;
  private final long fileBytes;

  private SafetensorsHeader(Path file, long dataStart, long fileBytes) {
    this.file = file;
    this.dataStart = dataStart;
    this.fileBytes = fileBytes;
  }

  static Map<String, StoredTensor> read(Path file, FileChannel channel) throws IOException {
    long fileBytes = channel.size();
    if (fileBytes < LENGTH_BYTES) {
      requireNoOtherForm(file, channel);
      throw invalid(file, "it has " + fileBytes + " bytes, fewer than a header needs");
    }
    long length = bytes(channel, 0, LENGTH_BYTES).getLong();
    if (length < 2 || length > MAX_HEADER_BYTES || length > fileBytes - LENGTH_BYTES) {
      requireNoOtherForm(file, channel); // only now: a length may look like any form's beginning
      throw invalid(
          file,
          "the header claims "
              + Long.toUnsignedString(length)
              + " bytes of a file of "
              + fileBytes
              + " bytes (at most "
              + MAX_HEADER_BYTES
              + ")");
    }
    byte[] json = bytes(channel, LENGTH_BYTES, (int) length).array();
    SafetensorsHeader header = new SafetensorsHeader(file, LENGTH_BYTES + length, fileBytes);
    return header.tensors(header.parse(json));
  }

  private static void requireNoOtherForm(Path file, FileChannel channel) throws IOException {
    int head = (int) Math.min(channel.size(), FileForm.HEAD_BYTES);
    Optional<FileForm> form = FileForm.of(bytes(channel, 0, head).array(), channel.size());
    if (form.isPresent()) {
      throw new IllegalArgumentException(form.get().refusal(file.toString()));
    }
  }

  private JsonNode parse(byte[] json) {
    if (json[0] != '{') {
      throw invalid(file, "the header does not begin with '{'");
    }
    JsonNode root;
    try {
      root = JsonFile.parse(json, JsonFile.EqualKeys.REFUSED);
    } catch (IOException e) {
      throw invalid(file, "the header is not JSON: " + e.getMessage());
    }
    return root;
  }

  private Map<String, StoredTensor> tensors(JsonNode root) {
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    for (Iterator<Map.Entry<String, JsonNode>> fields = root.fields(); fields.hasNext(); ) {
      Map.Entry<String, JsonNode> field = fields.next();
      if (!field.getKey().equals(METADATA)) {
        if (tensors.size() == MOST_TENSORS) {
          throw invalid(file, "it has more than " + MOST_TENSORS + " tensors");
        }
        tensors.put(field.getKey(), tensor(field.getKey(), field.getValue()));
      }
    }
    requireGapless(tensors);
    return tensors;
  }

  private StoredTensor tensor(String name, JsonNode entry) {
    StoredType type = type(name, entry.path("dtype"));
    List<Long> shape = new ArrayList<>();
    for (long extent : integers(name, entry, "shape")) {
      shape.add(extent);
    }
    List<Long> offsets = integers(name, entry, "data_offsets");
    if (offsets.size() != 2) {
      throw invalid(name, "data_offsets must be two numbers");
    }
    StoredTensor tensor = new StoredTensor(name, type, shape, file, dataStart + offsets.get(0));
    requireExtent(tensor, offsets.get(0), offsets.get(1));
    return tensor;
  }

  private void requireExtent(StoredTensor tensor, long begin, long end) {
    if (begin > end || end > fileBytes - dataStart) {
      throw invalid(
          tensor.name(),
          "data_offsets ["
              + begin
              + ", "
              + end
              + "] lie outside the "
              + (fileBytes - dataStart)
              + " data bytes of the file (half a download? fetch it again)");
    }
    if (!holds(tensor, end - begin)) {
      throw invalid(
          tensor.name(),
          tensor.type()
              + " of shape "
              + tensor.shape()
              + " does not have the "
              + (end - begin)
              + " bytes of its data_offsets");
    }
  }

  private static boolean holds(StoredTensor tensor, long bytes) {
    try {
      return tensor.bytes() == bytes;
    } catch (ArithmeticException e) {
      return false; // larger than any file
    }
  }

  private StoredType type(String name, JsonNode dtype) {
    for (StoredType type : StoredType.values()) {
      if (dtype.isTextual() && type.name().equals(dtype.textValue())) {
        return type;
      }
    }
    throw invalid(name, "unknown dtype " + dtype);
  }

  private List<Long> integers(String name, JsonNode entry, String key) {
    JsonNode values = entry.path(key);
    List<Long> integers = new ArrayList<>();
    for (JsonNode value : values) {
      if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0) {
        throw invalid(name, key + " holds " + value + " (must be an integer >= 0)");
      }
      integers.add(value.longValue());
    }
    if (!values.isArray()) {
      throw invalid(name, "missing " + key);
    }
    return integers;
  }

  private void requireGapless(Map<String, StoredTensor> tensors) {
    List<StoredTensor> ordered = new ArrayList<>(tensors.values());
    ordered.sort(
        Comparator.comparingLong(StoredTensor::offset).thenComparingLong(StoredTensor::bytes));
    long next = dataStart;
    for (StoredTensor tensor : ordered) {
      if (tensor.offset() != next) {
        String fault = tensor.offset() < next ? "overlaps the tensor before it" : "follows a gap";
        throw invalid(tensor.name(), fault + " at data offset " + (tensor.offset() - dataStart));
      }
      next += tensor.bytes();
    }
    if (next != fileBytes) {
      throw invalid(file, (fileBytes - next) + " bytes follow the last tensor");
    }
  }

  private IllegalArgumentException invalid(String tensor, String fault) {
    return new IllegalArgumentException("Invalid tensor " + tensor + " in " + file + ": " + fault);
  }

  private static IllegalArgumentException invalid(Path file, String fault) {
    return new IllegalArgumentException("Invalid safetensors file " + file + ": " + fault);
  }

  private static ByteBuffer bytes(FileChannel channel, long from, int count) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.hasRemaining() && channel.read(bytes, from + bytes.position()) >= 0) {
      // a channel may give fewer bytes than asked for
    }
    return bytes.flip();
  }
}
