package dev.longspark.job;

import dev.longspark.data.ForeignPrediction;
import dev.longspark.data.MalformedLines;
import dev.longspark.data.PredictionFile;
import dev.longspark.data.Sample;
import dev.longspark.data.SampleSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/** The samples that predictions of other programs are for, by id or by place. */
final class ForeignSamples {
  private final String source;
  private final Map<String, List<Sample>> byTask = new HashMap<>();
  private final Map<String, Sample> byId = new HashMap<>();

  private ForeignSamples(String source) {
    this.source = source;
  }

  /** Those of LongBench's data. */
  static ForeignSamples ofData(String location, List<String> tasks, Configuration hadoop) {
    ForeignSamples samples = new ForeignSamples(location);
    new SampleSource(location, 0, MalformedLines.FAIL).read(tasks, hadoop, samples::add);
    return samples;
  }

  /** What LongBench's prediction files tell of their samples: answers and length, no context. */
  static ForeignSamples ofPredictions(List<Path> files) {
    ForeignSamples samples = new ForeignSamples("the prediction files");
    for (Path path : files) {
      PredictionFile file = PredictionFile.of(path);
      int[] place = {0};
      file.read(prediction -> samples.add(file.sample(prediction, place[0]++)));
    }
    return samples;
  }

  private void add(Sample sample) {
    byTask.computeIfAbsent(sample.task(), task -> new ArrayList<>()).add(sample);
    byId.put(id(sample.task(), sample.id()), sample);
  }

  /**
   * The sample of a prediction.
   *
   * @throws IllegalArgumentException if there is none
   */
  Sample of(ForeignPrediction prediction) {
    String task = prediction.task();
    List<Sample> ofTask = byTask.getOrDefault(task, List.of());
    if (prediction.sampleId().isEmpty()) {
      if (prediction.place() >= ofTask.size()) {
        throw new IllegalArgumentException(
            "Missing sample: it is for number %d of %s, and %s has %d"
                .formatted(prediction.place() + 1, task, source, ofTask.size()));
      }
      return ofTask.get(prediction.place());
    }
    Sample sample = byId.get(id(task, prediction.sampleId()));
    if (sample == null) {
      throw new IllegalArgumentException(
          "Missing sample: %s has no '%s' of %s".formatted(source, prediction.sampleId(), task));
    }
    return sample;
  }

  private static String id(String task, String id) {
    return task + '/' + id;
  }
}
