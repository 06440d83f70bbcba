package dev.longspark.quantization;

import java.util.Set;

/**
 * The parameters of GPTQ to 4 bits, under AutoGPTQ's names.
 *
 * @param groupSize inputs that share a scale: 32, 64, 128, or -1 for all inputs of a row
 * @param symmetric whether every zero is 8
 * @param actOrder whether inputs are processed by falling activation ({@code desc_act})
 * @param staticGroups whether all scales are taken before the first input is processed
 * @param damping share of the Hessian's mean diagonal that is added to it ({@code damp_percent})
 */
public record QuantizationSettings(
    int groupSize, boolean symmetric, boolean actOrder, boolean staticGroups, double damping) {
  private static final Set<Integer> GROUPS = Set.of(-1, 32, 64, 128);

  public QuantizationSettings {
    if (!GROUPS.contains(groupSize)) {
      throw new IllegalArgumentException(
          "Invalid group size: " + groupSize + " (must be 32, 64, 128 or -1)");
    }
    if (!(damping > 0 && damping < 1)) {
      throw new IllegalArgumentException(
          "Invalid damping: " + damping + " (must be above 0 and below 1)");
    }
  }
}
