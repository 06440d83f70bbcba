package dev.longspark.benchmark;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs variants in turns, A B A B ..., so that whatever else the machine does falls on all of them;
 * the first round only warms up.
 */
final class Turns {
  private static final OperatingSystemMXBean PROCESS =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private final Map<String, Runnable> variants = new LinkedHashMap<>();

  /** Adds a variant; the first is the baseline. */
  Turns variant(String name, Runnable work) {
    variants.put(name, work);
    return this;
  }

  /**
   * Runs all variants.
   *
   * @param amount that one run works off, such as its tokens
   * @return one series per variant, of amounts per second
   */
  List<Series> run(int rounds, double amount) {
    Map<String, List<Double>> perSecond = new LinkedHashMap<>();
    Map<String, List<Double>> perCpuSecond = new LinkedHashMap<>();
    for (int round = 0; round <= rounds; round++) {
      for (Map.Entry<String, Runnable> variant : variants.entrySet()) {
        long cpu = PROCESS.getProcessCpuTime();
        long wall = System.nanoTime();
        variant.getValue().run();
        double seconds = (System.nanoTime() - wall) / 1e9;
        double cpuSeconds = (PROCESS.getProcessCpuTime() - cpu) / 1e9;
        if (round > 0) {
          perSecond.computeIfAbsent(variant.getKey(), k -> new ArrayList<>()).add(amount / seconds);
          perCpuSecond
              .computeIfAbsent(variant.getKey(), k -> new ArrayList<>())
              .add(amount / cpuSeconds);
        }
      }
    }
    return variants.keySet().stream()
        .map(name -> new Series(name, perSecond.get(name), perCpuSecond.get(name)))
        .toList();
  }
}
