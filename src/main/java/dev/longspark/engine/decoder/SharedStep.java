package dev.longspark.engine.decoder;

import dev.longspark.engine.torchscript.Tensor;
import java.util.Arrays;
import java.util.List;

/**
 * One token of each of several sequences, as rows of the same products; each attends to its own
 * cache, whatever that keeps and how. The attention is TorchScript's, sequence after sequence, on
 * every device: our kernels for single tokens serve sequences that go alone.
 */
final class SharedStep {
  private final List<Stage> stages;
  private final List<DecoderSequence> sequences;

  SharedStep(List<Stage> stages, List<DecoderSequence> sequences) {
    this.stages = stages;
    this.sequences = sequences;
  }

  /** Of each sequence the next id; after a failure none of them is of further use. */
  int[] run(int[] ids) {
    for (int i = 0; i < ids.length; i++) {
      sequences.get(i).requireNext(ids[i]);
    }
    long[] next;
    long[] longs = Arrays.stream(ids).asLongStream().toArray();
    try (Tensor tensor = Tensor.ofLongs(longs, longs.length);
        Tensor best = stages.size() == 1 ? whole(tensor) : passOn(tensor)) {
      next = best.toLongArray();
    }
    sequences.forEach(DecoderSequence::passed);
    return Arrays.stream(next).mapToInt(Math::toIntExact).toArray();
  }

  private Tensor whole(Tensor ids) {
    return stages.get(0).program().callTensor("step_together", numbers(0), ids);
  }

  /** Hidden states of all rows from stage to stage. */
  private Tensor passOn(Tensor ids) {
    Tensor hidden = stages.get(0).inTurn(() -> stages.get(0).program().callTensor("embed", ids));
    for (int i = 0; i < stages.size(); i++) {
      hidden = layers(i, hidden);
    }
    int end = stages.size() - 1;
    Stage last = stages.get(end);
    try (Tensor states = hidden) {
      return last.inTurn(() -> last.program().callTensor("next_together", numbers(end), states));
    }
  }

  private Tensor layers(int index, Tensor hidden) {
    Stage stage = stages.get(index);
    try (hidden) {
      return stage.inTurn(
          () -> stage.program().callTensor("layers_together", numbers(index), hidden));
    }
  }

  private long[] numbers(int stage) {
    return sequences.stream().mapToLong(sequence -> sequence.number(stage)).toArray();
  }
}
