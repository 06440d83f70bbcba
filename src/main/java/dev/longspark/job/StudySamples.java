package dev.longspark.job;

import dev.longspark.data.Sample;
import dev.longspark.data.SampleCount;
import dev.longspark.forecast.PromptLengths;
import dev.longspark.forecast.TemplateCheck;
import dev.longspark.plan.StudyPlan;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/** The samples of a study, read once by the driver. */
final class StudySamples {
  private final Map<String, Sample> byKey = new LinkedHashMap<>();
  private final PromptLengths lengths;
  private final TemplateCheck templates;
  private final List<SampleCount> counts;

  private StudySamples(StudyPlan plan, Configuration hadoop) {
    templates = TemplateCheck.of(plan);
    // Counting takes a while and is worth it where a budget is to be held.
    boolean isLimited = plan.study().resources().memoryBytes() > 0;
    lengths = isLimited ? PromptLengths.of(plan) : new PromptLengths(plan.tasks());
    counts = plan.readSamples(hadoop, this::add);
  }

  /**
   * Reads all samples of the study's tasks.
   *
   * @throws IllegalArgumentException if a model's chat template fails on the first of a task
   */
  static StudySamples read(StudyPlan plan, Configuration hadoop) {
    StudySamples samples = new StudySamples(plan, hadoop);
    samples.lengths.close(); // its tokenizers; the lengths stay
    return samples;
  }

  private void add(Sample sample) {
    // A line that stands twice in its file is one sample.
    if (byKey.putIfAbsent(sample.key(), sample) == null) {
      lengths.accept(sample);
      templates.accept(sample);
    }
  }

  PromptLengths lengths() {
    return lengths;
  }

  List<SampleCount> counts() {
    return counts;
  }

  Collection<Sample> all() {
    return byKey.values();
  }

  Sample sample(String key) {
    return byKey.get(key);
  }

  /** The keys of a task's samples. */
  List<String> keys(String task) {
    return byKey.values().stream()
        .filter(sample -> sample.task().equals(task))
        .map(Sample::key)
        .toList();
  }
}
