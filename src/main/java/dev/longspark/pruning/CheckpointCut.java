package dev.longspark.pruning;

import dev.longspark.engine.LayerShape;
import dev.longspark.engine.LinearShape;
import dev.longspark.engine.VectorShape;
import dev.longspark.engine.checkpoint.BlockLoader;
import dev.longspark.engine.checkpoint.Checkpoint;
import dev.longspark.engine.checkpoint.CheckpointFiles;
import dev.longspark.engine.checkpoint.SafetensorsFile;
import dev.longspark.engine.checkpoint.SafetensorsWriter;
import dev.longspark.engine.checkpoint.StoredTensor;
import dev.longspark.engine.checkpoint.TiedEmbedding;
import dev.longspark.engine.family.DecoderModel;
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

  private final DecoderModel model;
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

  private CheckpointCut(Checkpoint full) {
    model = full.model();
    tensors = TiedEmbedding.underBothNames(CheckpointFiles.tensors(full.folder()), model);
  }

  /**
   * Writes a file.
   *
   * @param full model
   * @throws java.io.UncheckedIOException if a file cannot be read or written
   */
  static void write(Checkpoint full, Selection selection, Path file) {
    CheckpointCut cut = new CheckpointCut(full);
    cut.addAll(selection);
    List<SafetensorsWriter.Declaration> declarations =
        cut.parts.stream().map(Part::declaration).toList();
    try (SafetensorsWriter writer = SafetensorsWriter.create(file, declarations)) {
      cut.parts.forEach(part -> copy(part, writer));
    }
  }

  private void addAll(Selection selection) {
    List<Integer> vocabulary = all(model.shape().vocabulary());
    List<Integer> hidden = selection.hidden();
    add(model.embedding(), model.embedding(), vocabulary, hidden);
    for (int i = 0; i < selection.layers().size(); i++) {
      addLayer(i, selection.layers().get(i), hidden);
    }
    add(model.finalNorm(), model.finalNorm(), hidden, List.of(0));
    for (LinearShape head : model.head()) {
      add(head.name() + ".weight", head.name() + ".weight", vocabulary, hidden);
    }
  }

  private void addLayer(int index, Selection.Layer kept, List<Integer> hidden) {
    LayerShape layer = model.shape().layers().get(kept.index());
    int width = model.shape().hidden();
    int headDim = model.shape().attentions().get(kept.index()).headDim();
    List<Integer> queries = expanded(kept.heads(), headDim);
    List<Integer> keys = expanded(kept.kvHeads(), headDim);
    for (VectorShape norm : layer.vectors(width)) {
      add(model.vector(index, norm), model.vector(kept.index(), norm), hidden, List.of(0));
    }
    for (LinearShape linear : layer.linears(width)) {
      String to = model.linear(index, linear) + ".weight";
      String from = model.linear(kept.index(), linear) + ".weight";
      switch (BlockLoader.role(linear.name())) {
        case "q_proj" -> add(to, from, queries, hidden);
        case "k_proj", "v_proj" -> add(to, from, keys, hidden);
        case "o_proj" -> add(to, from, hidden, queries);
        case "gate_proj", "up_proj" -> add(to, from, kept.neurons(), hidden);
        case "down_proj" -> add(to, from, hidden, kept.neurons());
        default -> throw new IllegalStateException("Cannot prune " + from);
      }
    }
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
