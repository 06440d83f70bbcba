package dev.longspark.engine.checkpoint;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which group each input of a quantized matrix belongs to.
 *
 * @param ofInput group of every input
 * @param count of groups
 */
record InputGroups(List<Integer> ofInput, int count) {
  /** Group lengths of libtorch's int4 kernels, longest first. */
  private static final int[] KERNEL_GROUPS = {256, 128, 64, 32};

  InputGroups {
    ofInput = List.copyOf(ofInput);
  }

  /** Contiguous groups; the last is short if the inputs do not divide. */
  static InputGroups contiguous(int inputs, int groupSize, int count) {
    return new InputGroups(IntStream.range(0, inputs).mapToObj(i -> i / groupSize).toList(), count);
  }

  /**
   * The groups that a file gives; all zeros is how old exporters said contiguous.
   *
   * @throws IllegalArgumentException if an index is out of range
   */
  static InputGroups of(int[] indices, int groupSize, int count, String tensor) {
    for (int i = 0; i < indices.length; i++) {
      if (indices[i] < 0 || indices[i] >= count) {
        throw new IllegalArgumentException(
            "Invalid "
                + tensor
                + ": group "
                + indices[i]
                + " of input "
                + i
                + " (scales has "
                + count
                + " groups)");
      }
    }
    boolean allZero = Arrays.stream(indices).allMatch(index -> index == 0);
    return allZero
        ? contiguous(indices.length, groupSize, count)
        : new InputGroups(Arrays.stream(indices).boxed().toList(), count);
  }

  /** The order of inputs that brings each group together, in the order of groups. */
  long[] permutation() {
    return IntStream.range(0, ofInput.size())
        .boxed()
        .sorted(Comparator.comparing(ofInput::get))
        .mapToLong(Integer::longValue)
        .toArray();
  }

  /** Whether the groups lie together as they are. */
  boolean isContiguous() {
    for (int i = 1; i < ofInput.size(); i++) {
      if (ofInput.get(i) < ofInput.get(i - 1)) {
        return false;
      }
    }
    return true;
  }

  /** Whether the groups are of one length and lie together as they are. */
  boolean isEven() {
    return ofInput.size() % count == 0
        && IntStream.range(0, ofInput.size())
            .allMatch(i -> ofInput.get(i) == i / (ofInput.size() / count));
  }

  /** As {@link #kernelGroup()}, of neighbouring inputs. */
  static int kernelGroup(int inputs, int count) {
    return inputs % count == 0 ? kernelLength(inputs / count) : 0;
  }

  private static int kernelLength(int size) {
    return Arrays.stream(KERNEL_GROUPS).filter(g -> size % g == 0).findFirst().orElse(0);
  }

  /** The group length for an int4 kernel, 0 if no length fits. */
  int kernelGroup() {
    int[] sizes = new int[count];
    ofInput.forEach(group -> sizes[group]++);
    int size = sizes[0];
    boolean equal = Arrays.stream(sizes).allMatch(each -> each == size);
    return equal ? kernelLength(size) : 0;
  }

  /** The group of every input, for a tensor. */
  long[] indices() {
    return ofInput.stream().mapToLong(Integer::longValue).toArray();
  }
}
