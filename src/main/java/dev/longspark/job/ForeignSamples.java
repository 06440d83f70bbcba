package dev.longspark.job;

import dev.longspark.data.ForeignFormat;
import dev.longspark.data.ForeignPrediction;
import dev.longspark.data.MalformedLines;
import dev.longspark.data.Sample;
import dev.longspark.data.SampleSource;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/** The samples that predictions of other programs are for, by id or by place. */
final class ForeignSamples {
  private final String source;
  private final Map<String, Integer> counts = new HashMap<>();
  private final Map<String, Sample> byPlace = new HashMap<>();
  private final Map<String, Sample> byId = new HashMap<>();

  private ForeignSamples(String source) {
    this.source = source;
  }

  /** Those of LongBench's data. */
  static ForeignSamples ofData(String location, List<String> tasks, Configuration hadoop) {
    ForeignSamples samples = new ForeignSamples(location);
    new SampleSource(location, 0, MalformedLines.FAIL)
        .read(
            tasks,
            hadoop,
            sample -> samples.add(samples.counts.getOrDefault(sample.task(), 0), sample));
    return samples;
  }

  /** What files tell of their samples; LongBench's own tell answers and length, but no context. */
  static ForeignSamples toldBy(ForeignFormat format, List<Path> files) {
    ForeignSamples samples = new ForeignSamples("the prediction files");
    files.forEach(file -> format.samples(file, samples::add));
    return samples;
  }

  private void add(int place, Sample sample) {
    counts.merge(sample.task(), 1, Integer::sum);
    byPlace.put(id(sample.task(), Integer.toString(place)), sample);
    byId.put(id(sample.task(), sample.id()), sample);
  }

  /** The sample of a prediction, if there is one. */
  Optional<Sample> find(ForeignPrediction prediction) {
    String task = prediction.task();
    return Optional.ofNullable(
        prediction.sampleId().isEmpty()
            ? byPlace.get(id(task, Integer.toString(prediction.place())))
            : byId.get(id(task, prediction.sampleId())));
  }

  /**
   * The sample of a prediction.
   *
   * @throws IllegalArgumentException if there is none
   */
  Sample of(ForeignPrediction prediction) {
    return find(prediction).orElseThrow(() -> new IllegalArgumentException(missing(prediction)));
  }

  private String missing(ForeignPrediction prediction) {
    String task = prediction.task();
    return prediction.sampleId().isEmpty()
        ? "Missing sample: it is for number %d of %s, and %s has %d"
            .formatted(prediction.place() + 1, task, source, counts.getOrDefault(task, 0))
        : "Missing sample: %s has no '%s' of %s".formatted(source, prediction.sampleId(), task);
  }

  private static String id(String task, String id) {
    return task + '/' + id;
  }
}
