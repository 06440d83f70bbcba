package dev.longspark.forecast;

import java.util.List;

/**
 * What the shape of a cell's model says that the cell will need.
 *
 * @param devices what each device of a replica holds at the longest prompt
 * @param meanBytes that all devices of a replica hold together, in the mean over the prompts: what
 *     published tables call memory
 * @param longestFittingPrompt tokens; the largest int where no budget is known
 * @param maxPositions that the model declares, tokens
 * @param seconds of all samples on one replica
 */
public record CellNeeds(
    List<DeviceMemory> devices,
    double meanBytes,
    int longestFittingPrompt,
    int maxPositions,
    double seconds) {
  /** Copies the list and requires a device. */
  public CellNeeds {
    devices = List.copyOf(devices);
    if (devices.isEmpty()) {
      throw new IllegalArgumentException("Missing devices");
    }
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
