package dev.longspark.data;

import dev.longspark.metrics.Metric;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * One of LongBench's data sets and the benchmark's own rules for it.
 *
 * @param name as in the file names, e.g. {@code hotpotqa}
 * @param category the group it is reported in
 * @param language {@code en}, {@code zh} or {@code code}
 * @param promptStyle chat template or not
 * @param maxNewTokens the benchmark's token limit
 * @param stopRule what ends a generation early
 * @param answerRule which part of a prediction is scored
 * @param metric the benchmark's metric
 */
public record LongBenchTask(
    String name,
    TaskCategory category,
    String language,
    PromptStyle promptStyle,
    int maxNewTokens,
    StopRule stopRule,
    AnswerRule answerRule,
    Metric metric)
    implements Serializable {

  public LongBenchTask {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(category, "category");
    Objects.requireNonNull(language, "language");
    Objects.requireNonNull(promptStyle, "promptStyle");
    Objects.requireNonNull(stopRule, "stopRule");
    Objects.requireNonNull(answerRule, "answerRule");
    Objects.requireNonNull(metric, "metric");
    if (maxNewTokens < 1) {
      throw new IllegalArgumentException(
          "Invalid maxNewTokens of " + name + ": " + maxNewTokens + " (must be > 0)");
    }
  }

  /**
   * LongBench's prompt with the places {@code {context}} and {@code {input}}: the resource {@code
   * prompts/NAME.txt}, byte for byte as published.
   */
  public String template() {
    String resource = "/prompts/" + name + ".txt";
    try (InputStream in = LongBenchTask.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("Missing prompt template: resource " + resource);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read resource " + resource, e);
    }
  }
}
