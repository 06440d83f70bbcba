package dev.longspark.cli;

import dev.longspark.config.Study;
import dev.longspark.data.LongBench;
import dev.longspark.files.HadoopSettings;
import dev.longspark.files.Location;
import dev.longspark.forecast.PromptLengths;
import dev.longspark.forecast.PublishedLengths;
import dev.longspark.forecast.TemplateCheck;
import dev.longspark.plan.Disagreements;
import dev.longspark.plan.Fingerprints;
import dev.longspark.plan.RunId;
import dev.longspark.plan.StudyPlan;
import dev.longspark.plan.StudyResolver;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Says before a run what it will need. */
@Command(
    name = "plan",
    mixinStandardHelpOptions = true,
    description =
        "Shows for each technique of each model, or each cell, prompt tokens, predicted bytes per"
            + " device against the budget, loads and time. Runs no model and asks no device: shapes"
            + " come from config.json.",
    footer = {
      "",
      "Examples:",
      "  longspark plan conf/paper-8b-12b.yaml",
      "  longspark plan conf/paper-70b.yaml --set resources.devices-per-replica=4"
    })
final class PlanCommand implements Callable<Integer> {
  @Option(
      names = "--cells",
      description = "A line for each cell, not for each technique of each model.")
  private boolean isWhole;

  @Mixin private StudyOptions options = new StudyOptions();

  @Override
  public Integer call() {
    Study study = options.study();
    Configuration hadoop = HadoopSettings.ofProcess();
    StudyPlan plan = StudyResolver.plan(study, hadoop);
    PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    try (PromptLengths lengths = PromptLengths.of(plan)) {
      String source = read(plan, lengths, hadoop);
      Disagreements disagreements = new Disagreements(plan, hadoop);
      new PlanPage(plan, lengths, source, disagreements, out)
          .print(RunId.of(plan, new Fingerprints(hadoop)), isWhole);
    } finally {
      out.flush();
    }
    return 0;
  }

  /** Fills the lengths from the data or, where there are none, as published; says which. */
  private static String read(StudyPlan plan, PromptLengths lengths, Configuration hadoop) {
    TemplateCheck templates = TemplateCheck.of(plan);
    List<String> sources = new ArrayList<>();
    plan.benchmarks()
        .forEach(
            (benchmark, tasks) -> {
              String place = benchmark.place(tasks);
              boolean isMissing =
                  !new Location(place).isUri() && !Files.exists(Location.path(place));
              if (benchmark instanceof LongBench && isMissing) {
                PublishedLengths.addTo(lengths, tasks, plan.study().data().samplesPerTask());
                sources.add("LongBench's published ones: there are no data at " + place);
              } else {
                plan.readSamples(benchmark, hadoop, lengths.andThen(templates));
                sources.add("the samples of " + place);
              }
            });
    return String.join("; ", sources);
  }
}
