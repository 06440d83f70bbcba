package dev.longspark.forecast;

import dev.longspark.data.LongBench;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * LongBench's lengths without its data: the resource {@code published/longbench-lengths.csv} holds
 * eleven quantiles of each task, in words or Chinese characters. Lets a study be planned on a
 * machine that has neither data nor checkpoints.
 */
public final class PublishedLengths {
  private static final String RESOURCE = "/published/longbench-lengths.csv";
  private static final int FIRST_QUANTILE = 2;
  private static final int STEPS = 10;

  /** For English prose and vocabularies of 128 000 entries: 1.25 to 1.45 were measured. */
  private static final double TOKENS_PER_WORD = 1.35;

  private static final double TOKENS_PER_CHINESE_CHARACTER = 0.77;

  private PublishedLengths() {}

  /**
   * Adds samples as long as LongBench's published ones, for a study without its data.
   *
   * @param lengths takes as many samples of a task as it has, spread like the published ones
   * @param tasks whose samples
   * @param samplesPerTask at most, 0 for all
   */
  public static void addTo(PromptLengths lengths, List<String> tasks, int samplesPerTask) {
    for (String line : lines()) {
      List<String> cells = List.of(line.split(",", -1));
      if (tasks.contains(cells.get(0))) {
        add(lengths, cells, samplesPerTask);
      }
    }
  }

  private static void add(PromptLengths lengths, List<String> cells, int samplesPerTask) {
    String task = cells.get(0);
    int all = Integer.parseInt(cells.get(1));
    int samples = samplesPerTask == 0 ? all : Math.min(all, samplesPerTask);
    boolean chinese = LongBench.task(task).language().equals("zh");
    double factor = chinese ? TOKENS_PER_CHINESE_CHARACTER : TOKENS_PER_WORD;
    for (int i = 0; i < samples; i++) {
      double place = samples == 1 ? STEPS / 2.0 : (double) STEPS * i / (samples - 1);
      int below = Math.min((int) place, STEPS - 1);
      double low = Double.parseDouble(cells.get(FIRST_QUANTILE + below));
      double high = Double.parseDouble(cells.get(FIRST_QUANTILE + below + 1));
      double words = low + (place - below) * (high - low);
      lengths.add(task, "published-" + i, (int) Math.round(words * factor));
    }
  }

  private static List<String> lines() {
    try (InputStream in = PublishedLengths.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException("Missing resource " + RESOURCE);
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return text.lines().filter(line -> !line.startsWith("#")).skip(1).toList();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read resource " + RESOURCE, e);
    }
  }
}
