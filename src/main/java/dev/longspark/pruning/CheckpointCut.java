package dev.longspark.pruning;

import dev.longspark.engine.AttentionShape;
import dev.longspark.engine.ModelShape;
import dev.longspark.engine.checkpoint.CheckpointFiles;
import dev.longspark.engine.checkpoint.SafetensorsFile;
import dev.longspark.engine.checkpoint.SafetensorsWriter;
import dev.longspark.engine.checkpoint.StoredTensor;
import dev.longspark.engine.checkpoint.TensorNames;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Some rows and columns of every tensor of a checkpoint, as one weight file. The numbers stay as
 * they are stored: nothing is rescaled.
 */
final class CheckpointCut {
  private static final long BLOCK_BYTES = 1 << 26;

  private final Map<String, StoredTensor> tensors;
  private final List<Part> parts = new ArrayList<>();

  /** A tensor of the new file: rows and columns of an old one; a vector has one column. */
  private record Part(String name, StoredTensor from, List<Integer> rows, List<Integer> columns) {
    private SafetensorsWriter.Declaration declaration() {
      List<Long> extents =
          from.shape().size() == 1
              ? List.of((long) rows.size())
              : List.of((long) rows.size(), (long) columns.size());
      return new SafetensorsWriter.Declaration(name, from.type(), extents);
    }
  }

  private CheckpointCut(Path folder) {
    tensors = CheckpointFiles.tensors(folder);
  }

  /**
   * Writes a file.
   *
   * @param folder of the full model
   * @param shape of the full model
   * @throws java.io.UncheckedIOException if a file cannot be read or written
   */
  static void write(Path folder, ModelShape shape, Selection selection, Path file) {
    CheckpointCut cut = new CheckpointCut(folder);
    cut.addAll(shape, selection);
    List<SafetensorsWriter.Declaration> declarations =
        cut.parts.stream().map(Part::declaration).toList();
    try (SafetensorsWriter writer = SafetensorsWriter.create(file, declarations)) {
      cut.parts.forEach(part -> copy(part, writer));
    }
  }

  private void addAll(ModelShape shape, Selection selection) {
    List<Integer> vocabulary = all(shape.vocabulary());
    add(TensorNames.EMBEDDING, TensorNames.EMBEDDING, vocabulary, selection.hidden());
    int headDim = ((AttentionShape.Full) shape.layers().get(0).attention()).headDim();
    for (int i = 0; i < selection.layers().size(); i++) {
      addLayer(i, selection.layers().get(i), selection.hidden(), headDim);
    }
    add(TensorNames.FINAL_NORM, TensorNames.FINAL_NORM, selection.hidden(), List.of(0));
    if (!shape.tiedEmbeddings()) {
      String head = TensorNames.HEAD + ".weight";
      add(head, head, vocabulary, selection.hidden());
    }
  }

  private void addLayer(int index, Selection.Layer layer, List<Integer> hidden, int headDim) {
    String to = TensorNames.layer(index) + ".";
    String from = TensorNames.layer(layer.index()) + ".";
    List<Integer> queries = expanded(layer.heads(), headDim);
    List<Integer> keys = expanded(layer.kvHeads(), headDim);
    for (String norm : List.of("input_layernorm.weight", "post_attention_layernorm.weight")) {
      add(to + norm, from + norm, hidden, List.of(0));
    }
    add(to + "self_attn.q_proj.weight", from + "self_attn.q_proj.weight", queries, hidden);
    add(to + "self_attn.k_proj.weight", from + "self_attn.k_proj.weight", keys, hidden);
    add(to + "self_attn.v_proj.weight", from + "self_attn.v_proj.weight", keys, hidden);
    add(to + "self_attn.o_proj.weight", from + "self_attn.o_proj.weight", hidden, queries);
    add(to + "mlp.gate_proj.weight", from + "mlp.gate_proj.weight", layer.neurons(), hidden);
    add(to + "mlp.up_proj.weight", from + "mlp.up_proj.weight", layer.neurons(), hidden);
    add(to + "mlp.down_proj.weight", from + "mlp.down_proj.weight", hidden, layer.neurons());
  }

  private void add(String name, String from, List<Integer> rows, List<Integer> columns) {
    parts.add(new Part(name, tensors.get(from), rows, columns));
  }

  private static void copy(Part part, SafetensorsWriter writer) {
    StoredTensor from = part.from();
    SafetensorsFile file = SafetensorsFile.open(from.file());
    long extent = from.shape().get(0);
    int bytes = from.type().bytes();
    int rowBytes = Math.toIntExact(from.bytes() / extent);
    int blockRows = Math.toIntExact(Math.min(extent, Math.max(1, BLOCK_BYTES / rowBytes)));
    int[] columns = part.columns().stream().mapToInt(Integer::intValue).toArray();
    ByteBuffer row = ByteBuffer.allocateDirect(columns.length * bytes);
    ByteBuffer block = ByteBuffer.allocate(0);
    int first = 0;
    for (int index : part.rows()) { // ascending
      if (index >= first + block.capacity() / rowBytes) {
        first = index;
        block = file.readRows(from.name(), first, Math.min(blockRows, extent - first));
      }
      int start = (index - first) * rowBytes;
      for (int i = 0; i < columns.length; i++) {
        row.put(i * bytes, block, start + columns[i] * bytes, bytes);
      }
      writer.write(row.clear());
    }
  }

  private static List<Integer> all(int count) {
    return IntStream.range(0, count).boxed().toList();
  }

  /** The rows of some heads. */
  private static List<Integer> expanded(List<Integer> heads, int headDim) {
    return heads.stream()
        .flatMap(head -> IntStream.range(head * headDim, (head + 1) * headDim).boxed())
        .toList();
  }
}
