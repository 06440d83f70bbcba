package dev.longspark.forecast;

import dev.longspark.plan.Cell;
import java.util.List;

/**
 * What one cell will need.
 *
 * @param cell which
 * @param promptTokens of its samples, ascending, as the model reads them
 * @param devices what each device of a replica holds at the longest prompt
 * @param meanBytes that all devices of a replica hold together, in the mean over the prompts: what
 *     published tables call memory
 * @param longestFittingPrompt tokens; the largest int where no budget is known
 * @param seconds of all samples on one replica
 */
public record CellForecast(
    Cell cell,
    List<Integer> promptTokens,
    List<DeviceMemory> devices,
    double meanBytes,
    int longestFittingPrompt,
    double seconds) {
  /** Copies the lists and requires a sample and a device. */
  public CellForecast {
    promptTokens = List.copyOf(promptTokens);
    devices = List.copyOf(devices);
    if (promptTokens.isEmpty() || devices.isEmpty()) {
      throw new IllegalArgumentException("Missing samples or devices of " + cell.label());
    }
  }

  /**
   * The prompt length that a share of the samples does not exceed; {@code percent} from 0 to 100.
   */
  public int percentile(int percent) {
    int rank = (int) Math.ceil(percent / 100.0 * promptTokens.size());
    return promptTokens.get(Math.max(0, rank - 1));
  }

  /** Tokens of the longest prompt. */
  public int longestPrompt() {
    return percentile(100);
  }

  /** Whether the longest prompt fits. */
  public boolean fits() {
    return longestPrompt() <= longestFittingPrompt;
  }

  /** How many prompts do not fit. */
  public long tooLong() {
    return promptTokens.stream().filter(tokens -> tokens > longestFittingPrompt).count();
  }

  /** The device that holds most. */
  public DeviceMemory fullestDevice() {
    DeviceMemory fullest = devices.get(0);
    for (DeviceMemory device : devices) {
      fullest = device.total() > fullest.total() ? device : fullest;
    }
    return fullest;
  }
}
